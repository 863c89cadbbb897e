"""The states that can reach the vendor or the data, by which paths, and what their laws can compel."""

from __future__ import annotations

from ddq.registers.model import FeatureValue, Verification
from ddq.registers.reading import UNCITED, FeatureReading
from ddq.report.builder.context import Context, anchor
from ddq.report.language import heard, tell
from ddq.report.printed import begun, clean, words
from ddq.report.view import FeatureView, GuaranteeView, PathView, StateView
from ddq.report.words import optional, sentence, unit_scale
from ddq.scoring.model import ReachPath, StateReach
from ddq.sentence import Joined, joined, say

FEATURE_WORDS = {
    "targeted_compelled_access": say("A company can be ordered to give access or data"),
    "general_intelligence_support_duty": say("General duty to support intelligence or security work"),
    "extraterritorial_reach": say("Reaches data or persons abroad"),
    "secrecy_duty": say("The company may be forbidden to tell its customer"),
    "prior_independent_authorisation": say("A court or independent body must approve beforehand"),
    "effective_challenge_for_foreigners": say("A foreign person has a usable way to challenge it"),
    "data_localisation": say("Some law forces a copy in the country"),
    "outbound_or_blocking_restriction": say("Restricts sending data or evidence abroad"),
    "ruling_party_role_in_companies": say("Gives a ruling party a place inside companies"),
    "vulnerability_reporting_to_state": say("Vulnerabilities must be reported to a state body"),
    "technical_capability_or_decryption_mandate": say("Interception, technical help or decryption can be required"),
}

VERIFICATION = {
    Verification.checked: say("checked"),
    Verification.mixed: say("partly checked"),
    Verification.unchecked: say("not checked"),
}


def states(ctx: Context) -> tuple[StateView, ...]:
    """Every state with a path, the one whose law weighs most first."""
    ordered = sorted(ctx.inputs.score.states, key=lambda state: (-state.presence.hi, -state.nexus.hi, state.code))
    return tuple(_state(ctx, state) for state in ordered)


def _state(ctx: Context, state: StateReach) -> StateView:
    return StateView(
        anchor=anchor("state", state.code),
        code=clean(state.code),
        name=ctx.state_title(state),
        standing=_standing(state),
        standing_because=sentence(state.trusted_because) if state.trusted_because else None,
        home=state.home,
        scored=state.indicator is not None,
        compulsion=unit_scale(state.compulsion),
        nexus=unit_scale(state.nexus),
        presence=unit_scale(state.presence),
        access=_feature(ctx, state.targeted_compelled_access) if state.targeted_compelled_access else None,
        guarantees=tuple(
            GuaranteeView(
                clean(guarantee.title),
                unit_scale(guarantee.value),
                tuple(_feature(ctx, feature) for feature in guarantee.features),
            )
            for guarantee in state.guarantees
        ),
        laws=_laws(ctx, state),
        paths=tuple(_path(path) for path in state.paths),
    )


def _laws(ctx: Context, state: StateReach) -> tuple[str, ...]:
    """The laws behind the features, each once."""
    access = (state.targeted_compelled_access,) if state.targeted_compelled_access else ()
    features = (*access, *(feature for guarantee in state.guarantees for feature in guarantee.features))
    return tuple(dict.fromkeys(ctx.law(law) for feature in features for law in feature.laws))


def _standing(state: StateReach) -> str:
    if state.home:
        return tell("the buyer's home: shown, and scored 0")
    if state.trusted >= 1:
        return tell("trusted by the buyer profile")
    if state.trusted > 0:
        return tell("trusted by half")
    return tell("not trusted by the buyer profile")


def _feature(ctx: Context, feature: FeatureReading) -> FeatureView:
    return FeatureView(
        name=heard(FEATURE_WORDS.get(feature.feature, words(feature.feature))),
        value=tell("unknown on this day") if feature.value is FeatureValue.unknown else words(feature.value.value),
        laws=tuple(ctx.law_title(law) for law in feature.laws),
        confidence=words(feature.confidence),
        verification=heard(VERIFICATION[feature.basis]),
        note=optional(_note(feature)),
    )


def _note(feature: FeatureReading) -> str:
    """What is said of a reading, but for what the report says once of all."""
    note = feature.note or ""
    parts = note.parts if isinstance(note, Joined) else note.split("; ")
    return joined((part for part in parts if part != UNCITED), "; ")


def channel_words(channel: str) -> str:
    """The channel of a path, with a capital first letter."""
    return tell("No access") if channel == "none" else begun(words(channel))


def _path(path: ReachPath) -> PathView:
    return PathView(channel_words(path.channel), unit_scale(path.nexus).shown, clean(path.text), clean(path.question))
