"""The explanation: from every figure down to the answers, laws and listings that it rests on, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ddq.assessment.model import AnswerState
from ddq.questionnaire.formatting import format_value
from ddq.questionnaire.model import GroupQuestion
from ddq.questionnaire.values import U
from ddq.registers.model import FeatureValue
from ddq.registers.reading import FeatureReading
from ddq.scoring.facts import Facts
from ddq.scoring.measure import Measured
from ddq.scoring.model import AppliedMitigation, Because, Guarantee, Interval, ReachPath, StateReach
from ddq.scoring.prepared import Feed
from ddq.scoring.presence import Fed
from ddq.scoring.reach import UNLISTED, LawIndicator
from ddq.scoring.words import CHANNELS, CONFIDENCES, VERIFICATIONS, feature_words
from ddq.sentence import Number, Said, say, say_many

_OPEN_WORDS = {
    None: say("is not answered yet"),
    AnswerState.answered: say("is answered without a basis that can be relied on"),
    AnswerState.unknown: say("was asked, and the answer is not known"),
    AnswerState.pending: say("was asked, and the vendor has not answered yet"),
    AnswerState.refused: say("was asked, and the vendor declined to answer"),
    AnswerState.legally_barred: say("may by law not be answered"),
    AnswerState.not_applicable: say("is said not to apply, which nobody has accepted yet"),
}


def because_of(measured: Measured, facts: Facts) -> tuple[Because, ...]:
    """What an indicator of the questionnaire rests on."""
    found = [_feed(feed, given, facts) for feed, given in measured.feeds]
    found += [_mitigation(entry) for entry in measured.mitigations]
    return tuple(found)


def because_of_law(law: LawIndicator) -> tuple[Because, ...]:
    """What a law indicator rests on."""
    found: list[Because] = []
    if law.id == UNLISTED:
        found += [_open_list(entry.question, entry.declared) for entry in law.open_lists]
    elif law.state is None:
        found += [_path(_UNKNOWN, path) for path in law.paths]
    else:
        found += because_of_state(law.state)
    found += [_mitigation(entry) for entry in law.mitigations]
    return tuple(found)


def because_of_state(state: StateReach) -> tuple[Because, ...]:
    """By which paths a state can reach the service, what its law can compel, and how far the buyer trusts it."""
    found = [_path(state.name, path) for path in state.paths]
    if state.home:
        own = say("{state} is the buyer's own state, which is shown and not counted.", state=state.name)
        return (*found, Because(own))
    found.append(_compulsion(state))
    if state.trusted_because:
        share, why = number(state.trusted), state.trusted_because
        told = say("The buyer trusts {state} by {share}: {because}", state=state.name, share=share, because=why)
        found.append(Because(told))
    return tuple(found)


@lru_cache(maxsize=4096)
def number(value: float) -> Number:
    """A share in [0, 1], to two digits behind the point."""
    return Number(f"{value:.2f}".rstrip("0").rstrip("."))


@lru_cache(maxsize=2048)
def interval(value: Interval) -> Number | Said:
    """An interval of shares."""
    low, high = number(value.lo), number(value.hi)
    return low if low == high else say("{low} to {high}", low=low, high=high)


def _feed(feed: Feed, given: Fed, facts: Facts) -> Because:
    if feed.question is None or (feed.compiled is not None and not feed.field):
        return _computed(feed, given, facts)
    question = facts.loaded.questions[feed.question]
    if facts.evaluation.visible[feed.question] is U:
        text = say(
            "Whether “{question}” applies is not known yet: {presence}.",
            question=question.text,
            presence=_possible(given),
        )
        gates = sorted(name for name in facts.evaluation.visible if name in _gates(feed.question, facts))
        return Because(text, feed.question, children=tuple(answer_because(name, facts) for name in gates))
    if feed.unlisted:
        return _open_list(feed.question, given.said is not None)
    if feed.field is not None:
        return _in_rows(feed, given, facts)
    return _with_presence(feed.question, given, facts)


def _gates(identifier: str, facts: Facts) -> frozenset[str]:
    """The questions without an answer on which it rests directly whether a question applies."""
    names = facts.loaded.dependencies[identifier]
    return frozenset(name for name in names if facts.evaluation.reading.get(name, U) is U)


def _with_presence(name: str, given: Fed, facts: Facts) -> Because:
    return Because(_both(answer_because(name, facts).text, _possible(given)), name)


# From one score to the next most answers stay as they are, and so do the sentences about them. What is typed is told
# apart: the label of a choice may be the same text as a word of ours, which other languages have another word for.
_kept = lru_cache(maxsize=2048, typed=True)


@_kept
def _both(answer: str, presence: Said) -> Said:
    return say("{answer}: {presence}.", answer=answer, presence=presence)


def _possible(given: Fed) -> Said:
    return _presence(given.presence, given.said)


@_kept
def _presence(presence: Interval, said: float | None) -> Said:
    if presence.lo == presence.hi:
        return say("presence {share}", share=number(presence.lo))
    if said is None:
        return say("presence anywhere from {interval}", interval=interval(presence))
    return say(
        "presence {share}, and up to {most} as far as the basis carries",
        share=number(said),
        most=number(presence.hi),
    )


def _computed(feed: Feed, given: Fed, facts: Facts) -> Because:
    names = sorted(feed.reads - _computed_questions(facts))
    if len(names) == 1:
        return _with_presence(names[0], given, facts)
    text = say_many(
        "Found from {count} answer: {presence}.",
        "Found from {count} answers: {presence}.",
        count=len(names),
        presence=_possible(given),
    )
    return Because(text, feed.question, children=tuple(answer_because(name, facts) for name in names))


def _computed_questions(facts: Facts) -> frozenset[str]:
    return frozenset(name for name, question in facts.loaded.questions.items() if question.kind == "computed")


def _in_rows(feed: Feed, given: Fed, facts: Facts) -> Because:
    assert feed.question is not None
    group = facts.loaded.questions[feed.question]
    field = next((one for one in facts.loaded.fields(feed.groups).values() if one.id == feed.field), group)
    text = say(
        "“{field}” over the entries of “{list}”: {presence}.",
        field=field.text,
        list=group.text,
        presence=_possible(given),
    )
    return Because(text, feed.question)


def answer_because(identifier: str, facts: Facts) -> Because:
    """What a question is answered, and on which grade, or that it is open."""
    question = facts.loaded.questions[identifier]
    reading = facts.evaluation.reading[identifier]
    standing = facts.standing(identifier)
    if reading is U:
        state = facts.state(identifier)
        return Because(_open(question.text, state), identifier)
    grade = None if standing is None or isinstance(question, GroupQuestion) else standing.grade.value
    aged = standing is not None and standing.aged
    return Because(_answered(question.text, format_value(question, reading), grade, aged=aged), identifier)


@_kept
def _open(question: str, state: AnswerState | None) -> Said:
    return say("“{question}” {state}", question=question, state=_OPEN_WORDS[state])


@_kept
def _answered(question: str, answer: str, grade: str | None, *, aged: bool) -> Said:
    if grade is None:
        return say("“{question}” is answered “{answer}”", question=question, answer=answer)
    if aged:
        return say(
            "“{question}” is answered “{answer}” (evidence grade {grade}, aged)",
            question=question,
            answer=answer,
            grade=grade,
        )
    return say(
        "“{question}” is answered “{answer}” (evidence grade {grade})", question=question, answer=answer, grade=grade
    )


def _open_list(group: str, declared: bool) -> Because:
    if declared:
        return Because(say("The list {list} is declared complete; its basis leaves a little open.", list=group), group)
    return Because(say("The list {list} is not declared complete, so an entry may be missing.", list=group), group)


@_kept
def _mitigation(entry: AppliedMitigation) -> Because:
    text = say(
        "Reduced by “{mitigation}”: share {share}, relied on for {present}.",
        mitigation=entry.title,
        share=number(entry.share),
        present=interval(entry.present),
    )
    return Because(text, entry.question)


_UNKNOWN = say("A state not yet known")


def _path(name: str, path: ReachPath) -> Because:
    nexus = interval(path.nexus)
    if path.channel == "none":
        text = say("{state}: {path}: none, nexus {nexus}", state=name, path=path.text, nexus=nexus)
    else:
        text = say(
            "{state}: {path}: {channel}, nexus {nexus}",
            state=name,
            path=path.text,
            channel=CHANNELS.get(path.channel, path.channel),
            nexus=nexus,
        )
    return Because(text, path.question, path.row, children=path.because)


def _compulsion(state: StateReach) -> Because:
    text = say(
        "What the law of {state} can compel, beyond what guarantees hold back: {share}",
        state=state.in_sentence,
        share=interval(state.compulsion),
    )
    if state.targeted_compelled_access is None:
        return Because(say("{compulsion}; the registers do not describe it.", compulsion=text))
    access = _feature(state.targeted_compelled_access)
    return Because(text, children=(access, *(_guarantee(guarantee) for guarantee in state.guarantees)))


def _guarantee(guarantee: Guarantee) -> Because:
    features = tuple(_feature(feature) for feature in guarantee.features)
    text = say("{guarantee}: concern {share}", guarantee=guarantee.title, share=interval(guarantee.value))
    return Because(text, children=features)


_FEATURE_WORDS = {
    FeatureValue.yes: say("yes"),
    FeatureValue.partial: say("in part"),
    FeatureValue.no: say("no"),
    FeatureValue.unknown: say("not known"),
}


@_kept
def _feature(reading: FeatureReading) -> Because:
    feature, value = feature_words(reading.feature), _FEATURE_WORDS[reading.value]
    if reading.value is FeatureValue.unknown:  # nobody is sure of what is not known
        text = say("{feature}: {value}", feature=feature, value=value)
    else:
        text = say(
            "{feature}: {value} ({confidence}, {basis})",
            feature=feature,
            value=value,
            confidence=CONFIDENCES[reading.confidence],
            basis=VERIFICATIONS[reading.basis],
        )
    return Because(text, law=reading.laws[0] if len(reading.laws) == 1 else None, children=tuple(_laws(reading)))


def _laws(reading: FeatureReading) -> Iterator[Because]:
    if len(reading.laws) > 1:
        for law in reading.laws:
            yield Because(say("Law {law}", law=law), law=law)
