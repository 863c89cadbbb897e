"""The explanation: from every figure down to the answers, laws and listings that it rests on, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ddq.assessment.model import AnswerState
from ddq.questionnaire.countries import in_sentence
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

_OPEN_WORDS = {
    None: "is not answered yet",
    AnswerState.answered: "is answered without a basis that can be relied on",
    AnswerState.unknown: "was asked, and the answer is not known",
    AnswerState.pending: "was asked, and the vendor has not answered yet",
    AnswerState.refused: "was asked, and the vendor declined to answer",
    AnswerState.legally_barred: "may by law not be answered",
    AnswerState.not_applicable: "is said not to apply, which nobody has accepted yet",
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
        found += [_path("A state not yet known", path) for path in law.paths]
    else:
        found += because_of_state(law.state)
    found += [_mitigation(entry) for entry in law.mitigations]
    return tuple(found)


def because_of_state(state: StateReach) -> tuple[Because, ...]:
    """By which paths a state can reach the service, what its law can compel, and how far the buyer trusts it."""
    found = [_path(state.name, path) for path in state.paths]
    if state.home:
        return (*found, Because(f"{state.name} is the buyer's own state, which is shown and not counted."))
    found.append(_compulsion(state))
    if state.trusted_because:
        found.append(Because(f"The buyer trusts {state.name} by {number(state.trusted)}: {state.trusted_because}"))
    return tuple(found)


def number(value: float) -> str:
    """A share in [0, 1], to two digits behind the point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def interval(value: Interval) -> str:
    """An interval of shares."""
    low, high = number(value.lo), number(value.hi)
    return low if low == high else f"{low} to {high}"


def _feed(feed: Feed, given: Fed, facts: Facts) -> Because:
    if feed.question is None or (feed.compiled is not None and not feed.field):
        return _computed(feed, given, facts)
    question = facts.loaded.questions[feed.question]
    if facts.evaluation.visible[feed.question] is U:
        text = f"Whether “{question.text}” applies is not known yet"
        gates = sorted(name for name in facts.evaluation.visible if name in _gates(feed.question, facts))
        return Because(
            f"{text}: {_possible(given)}.", feed.question, children=tuple(answer_because(n, facts) for n in gates)
        )
    if feed.unlisted:
        return _open_list(feed.question, given.said is not None)
    if feed.field is not None:
        return _in_rows(feed, given, facts)
    return Because(f"{answer_because(feed.question, facts).text}: {_possible(given)}.", feed.question)


def _gates(identifier: str, facts: Facts) -> frozenset[str]:
    """The questions without an answer on which it rests directly whether a question applies."""
    names = facts.loaded.dependencies[identifier]
    return frozenset(name for name in names if facts.evaluation.reading.get(name, U) is U)


def _possible(given: Fed) -> str:
    if given.presence.lo == given.presence.hi:
        return f"presence {number(given.presence.lo)}"
    if given.said is None:
        return f"presence anywhere from {interval(given.presence)}"
    return f"presence {number(given.said)}, and up to {number(given.presence.hi)} as far as the basis carries"


def _computed(feed: Feed, given: Fed, facts: Facts) -> Because:
    names = sorted(feed.reads - _computed_questions(facts))
    if len(names) == 1:
        return Because(f"{answer_because(names[0], facts).text}: {_possible(given)}.", names[0])
    text = f"Found from {len(names)} answer{'' if len(names) == 1 else 's'}: {_possible(given)}."
    return Because(text, feed.question, children=tuple(answer_because(name, facts) for name in names))


def _computed_questions(facts: Facts) -> frozenset[str]:
    return frozenset(name for name, question in facts.loaded.questions.items() if question.kind == "computed")


def _in_rows(feed: Feed, given: Fed, facts: Facts) -> Because:
    assert feed.question is not None
    group = facts.loaded.questions[feed.question]
    field = next((one for one in facts.loaded.fields(feed.groups).values() if one.id == feed.field), group)
    return Because(f"“{field.text}” over the entries of “{group.text}”: {_possible(given)}.", feed.question)


def answer_because(identifier: str, facts: Facts) -> Because:
    """What a question is answered, and on which grade, or that it is open."""
    question = facts.loaded.questions[identifier]
    reading = facts.evaluation.reading[identifier]
    standing = facts.standing(identifier)
    if reading is U:
        state = facts.state(identifier)
        return Because(f"“{question.text}” {_OPEN_WORDS[state]}", identifier)
    grade = f" (evidence grade {standing.grade.value}{', aged' if standing.aged else ''})" if standing else ""
    if isinstance(question, GroupQuestion):
        grade = ""
    return Because(f"“{question.text}” is answered “{format_value(question, reading)}”{grade}", identifier)


def _open_list(group: str, declared: bool) -> Because:
    if declared:
        return Because(f"The list {group} is declared complete; its basis leaves a little open.", group)
    return Because(f"The list {group} is not declared complete, so an entry may be missing.", group)


def _mitigation(entry: AppliedMitigation) -> Because:
    text = f"Reduced by “{entry.title}”: share {number(entry.share)}, relied on for {interval(entry.present)}."
    return Because(text, entry.question)


def _path(name: str, path: ReachPath) -> Because:
    text = f"{name}: {path.text}: {path.channel}, nexus {interval(path.nexus)}"
    return Because(text, path.question, path.row, children=path.because)


def _compulsion(state: StateReach) -> Because:
    law = f"the law of {in_sentence(state.name)}"
    text = f"What {law} can compel, beyond what guarantees hold back: {interval(state.compulsion)}"
    if state.targeted_compelled_access is None:
        return Because(f"{text}; the registers do not describe it.")
    access = _feature(state.targeted_compelled_access)
    return Because(text, children=(access, *(_guarantee(guarantee) for guarantee in state.guarantees)))


def _guarantee(guarantee: Guarantee) -> Because:
    features = tuple(_feature(feature) for feature in guarantee.features)
    return Because(f"{guarantee.title}: concern {interval(guarantee.value)}", children=features)


_FEATURE_WORDS = {
    FeatureValue.yes: "yes",
    FeatureValue.partial: "in part",
    FeatureValue.no: "no",
    FeatureValue.unknown: "not known",
}


def _feature(reading: FeatureReading) -> Because:
    words = reading.feature.replace("_", " ")
    text = f"{words[:1].upper()}{words[1:]}: {_FEATURE_WORDS[reading.value]}"
    if reading.value is not FeatureValue.unknown:  # nobody is sure of what is not known
        text += f" ({reading.confidence} confidence, {reading.basis.value})"
    return Because(text, law=reading.laws[0] if len(reading.laws) == 1 else None, children=tuple(_laws(reading)))


def _laws(reading: FeatureReading) -> Iterator[Because]:
    if len(reading.laws) > 1:
        for law in reading.laws:
            yield Because(f"Law {law}", law=law)
