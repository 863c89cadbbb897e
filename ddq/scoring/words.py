"""What the method's own names are called in a sentence: outcomes, tiers, channels, features of law, and their like."""

from __future__ import annotations

from collections.abc import Mapping

from ddq.assessment import decision
from ddq.questionnaire.model import Actor, Origin, Strength
from ddq.registers.model import FeatureName, Verification
from ddq.scoring.model import OutcomeKind
from ddq.sentence import Said, begun, say

OUTCOMES: Mapping[OutcomeKind, Said] = {kind: decision.OUTCOMES[kind.value] for kind in OutcomeKind}

TIERS: Mapping[int, Said] = {
    1: say("minimal exposure (tier {tier})", tier=1),
    2: say("limited exposure (tier {tier})", tier=2),
    3: say("significant exposure (tier {tier})", tier=3),
    4: say("critical exposure (tier {tier})", tier=4),
}

STRENGTHS: Mapping[Strength, Said] = {
    Strength.informational: say("informational"),
    Strength.minor: say("minor"),
    Strength.moderate: say("moderate"),
    Strength.major: say("major"),
    Strength.severe: say("severe"),
    Strength.decisive: say("decisive"),
}

ORIGINS: Mapping[Origin, Said] = {
    Origin.conduct: say("conduct"),
    Origin.control: say("control"),
    Origin.law: say("law"),
    Origin.state_action: say("state action"),
}

ORIGIN_MEANINGS: Mapping[Origin, Said] = {
    Origin.conduct: say("what the vendor does or did"),
    Origin.control: say("who owns or commands it"),
    Origin.law: say("what a state's law can compel"),
    Origin.state_action: say("what governments have decided about it"),
}

ACTORS: Mapping[Actor, Said] = {
    Actor.vendor: say("vendor"),
    Actor.owners: say("owners"),
    Actor.buyer: say("buyer"),
    Actor.nobody: say("nobody"),
}

CHANNELS: Mapping[str, Said] = {
    "unknown": say("unknown"),
    "seat": say("seat"),
    "control": say("control"),
    "holding": say("holding"),
    "clear access": say("clear access"),
    "storage": say("storage"),
    "supply": say("supply"),
    "build": say("build"),
}
"""How a state reaches the vendor or the data."""

FEATURES: Mapping[FeatureName, Said] = {
    "targeted_compelled_access": say("targeted compelled access"),
    "general_intelligence_support_duty": say("general intelligence support duty"),
    "extraterritorial_reach": say("extraterritorial reach"),
    "secrecy_duty": say("secrecy duty"),
    "prior_independent_authorisation": say("prior independent authorisation"),
    "effective_challenge_for_foreigners": say("effective challenge for foreigners"),
    "data_localisation": say("data localisation"),
    "outbound_or_blocking_restriction": say("outbound or blocking restriction"),
    "ruling_party_role_in_companies": say("ruling party role in companies"),
    "vulnerability_reporting_to_state": say("vulnerability reporting to state"),
    "technical_capability_or_decryption_mandate": say("technical capability or decryption mandate"),
}

CONFIDENCES: Mapping[str, Said] = {
    "high": say("high confidence"),
    "medium": say("medium confidence"),
    "low": say("low confidence"),
}

VERIFICATIONS: Mapping[Verification, Said] = {
    Verification.checked: say("checked"),
    Verification.mixed: say("mixed"),
    Verification.unchecked: say("unchecked"),
}

_FEATURES: Mapping[str, Said] = {name: begun(words) for name, words in FEATURES.items()}


def feature_words(name: str) -> str:
    """A feature of law as the beginning of a line."""
    words = name.replace("_", " ")
    return _FEATURES.get(name) or words[:1].upper() + words[1:]
