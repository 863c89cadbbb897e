"""From an answer to a presence: what it says, what its basis could still hide, and what not answering leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ddq.assessment.model import AnswerState
from ddq.questionnaire.values import NA, Answered, Rows, U
from ddq.scoring.arithmetic import hidden_up_to, largest
from ddq.scoring.facts import Facts, Found, row_subjects
from ddq.scoring.model import Interval
from ddq.scoring.prepared import Feed


class UnmappedAnswer(Exception):
    """An answer to which the questionnaire gives no presence; lint finds this before anyone answers."""

    def __init__(self, question: str, answer: str) -> None:
        self.question, self.answer = question, answer
        super().__init__(f"{question}: no presence is given for the answer {answer!r}; add it to the map")


@dataclass(frozen=True, slots=True)
class Fed:
    """What one feed gives."""

    presence: Interval
    said: float | None
    """The presence that the answer says; None where it says none yet."""
    hidden: float
    """`u` of its basis; 1 where it says nothing."""
    largest: float
    """`p_max`."""

    @property
    def is_open(self) -> bool:
        """Whether no answer has said anything yet."""
        return self.said is None


def fed(feed: Feed, facts: Facts) -> Fed | None:
    """What a feed gives; None where it is not applicable. An answer assumed for a gate takes no refusal back."""
    found = _fed(feed, facts)
    if found is None or facts.given is None or facts.assumed.isdisjoint(feed.reads):
        return found
    given = _fed(feed, facts.given)
    if given is None or not given.is_open or given.presence.lo <= found.presence.lo:
        return found
    return replace(found, presence=largest((found.presence, Interval(given.presence.lo, given.presence.lo))))


def _fed(feed: Feed, facts: Facts) -> Fed | None:
    if feed.question is None:
        return _expression(feed, facts)
    visible = facts.evaluation.visible[feed.question]
    reading = facts.evaluation.reading[feed.question]
    if not facts.applies(feed.question) or reading is NA:
        return None
    if visible is U:
        return Fed(Interval(0.0, feed.largest), None, 1.0, feed.largest)
    if feed.unlisted:
        return _unlisted(feed.question, reading, facts)
    if feed.field is not None:
        return _rows(feed, feed.question, reading, facts)
    if feed.mapping is None:
        return _expression(feed, facts)
    return _mapped(feed, feed.mapping, feed.question, reading, facts)


def unanswered(state: AnswerState | None, largest: float) -> Interval:
    """What is possible while there is no value: everything; after a refusal, the worse half."""
    return Interval(largest / 2 if state is AnswerState.refused else 0.0, largest)


def mapped(question: str, mapping: Mapping[str, float], value: Answered) -> float:
    """The presence of an answer; of several choices the largest, of none chosen 0.

    Raises:
        UnmappedAnswer: the map has no entry for it.
    """
    if isinstance(value, tuple):
        return max((_entry(question, mapping, code) for code in value), default=0.0)
    if isinstance(value, bool):
        return _entry(question, mapping, "yes" if value else "no")
    return _entry(question, mapping, str(value))


def _entry(question: str, mapping: Mapping[str, float], code: str) -> float:
    if code not in mapping:
        raise UnmappedAnswer(question, code)
    return mapping[code]


def number(value: Answered) -> float:
    """An expression's result as a presence: a condition as 1 or 0, a number beyond [0, 1] as the nearer end."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, int | Decimal):
        return min(1.0, max(0.0, float(value)))
    raise UnmappedAnswer("", str(value))


def _said(presence: float, hidden: float, largest: float) -> Fed:
    return Fed(hidden_up_to(presence, largest, hidden), presence, hidden, largest)


def _open(state: AnswerState | None, largest: float) -> Fed:
    return Fed(unanswered(state, largest), None, 1.0, largest)


def _mapped(feed: Feed, mapping: Mapping[str, float], question: str, reading: Answered, facts: Facts) -> Fed | None:
    if facts.loaded.questions[question].kind == "computed":
        found = facts.computed(question)
        if found.value is U:
            return _open(_state(feed, facts), feed.largest)
        return _said(mapped(question, mapping, found.value), found.hidden, feed.largest)
    hidden = facts.hidden(question)
    if reading is U or hidden is None:
        return _open(facts.state(question), feed.largest)
    return _said(mapped(question, mapping, reading), hidden, feed.largest)


def _expression(feed: Feed, facts: Facts) -> Fed | None:
    assert feed.compiled is not None
    return _from_found(facts.read(feed.compiled), _state(feed, facts), feed.largest)


def _state(feed: Feed, facts: Facts) -> AnswerState | None:
    """Why an expression is undecided: refused where its own question is, or where all that is open of it was."""
    own = None if feed.question is None else facts.state(feed.question)
    return AnswerState.refused if facts.only_refused(feed.reads) else own


def _from_found(found: Found, state: AnswerState | None, largest: float) -> Fed | None:
    if found.value is NA:
        return None
    if found.value is U:
        return _open(state, largest)
    return _said(number(found.value), found.hidden, largest)


def _unlisted(group: str, reading: Answered, facts: Facts) -> Fed:
    """Unlisted entries: everything is possible until the list is declared complete, then what the basis leaves open."""
    hidden = facts.hidden(f"{group}/complete")
    if isinstance(reading, Rows) and reading.complete and hidden is not None:
        return _said(0.0, hidden, 1.0)
    return _open(facts.state_of_list(group), 1.0)


def _rows(feed: Feed, group: str, reading: Answered, facts: Facts) -> Fed:
    """The largest presence among the rows; a list that is not declared complete may hold a worse one."""
    found = [_row(feed, group, subject, index, facts) for index, subject in _subjects(reading, group)]
    given = [entry for entry in found if entry is not None]
    lo = max((entry.presence.lo for entry in given), default=0.0)
    hi = max((entry.presence.hi for entry in given), default=0.0)
    declared = facts.hidden(f"{group}/complete") if isinstance(reading, Rows) and reading.complete else None
    if declared is None:
        decided = lo >= feed.largest
        possible = unanswered(facts.state_of_list(group), feed.largest)
        return Fed(largest((Interval(lo, lo), possible)), lo if decided else None, 1.0, feed.largest)
    hi = max(hi, hidden_up_to(lo, feed.largest, declared).hi)
    said = None if any(entry.is_open for entry in given) else lo
    return Fed(Interval(lo, hi), said, max([declared, *(entry.hidden for entry in given)]), feed.largest)


def _subjects(reading: Answered, group: str) -> list[tuple[int, str]]:
    if not isinstance(reading, Rows):
        return []
    return [(index, subject) for index, (subject, _) in enumerate(row_subjects(reading, group))]


def _row(feed: Feed, group: str, subject: str, index: int, facts: Facts) -> Fed | None:
    row = facts.evaluation.rows[group][index]
    if len(feed.groups) > 1:
        return _inner_rows(feed, row.reading.get(feed.groups[1], U))
    assert feed.field is not None
    visible, value, hidden = row.visible[feed.field], row.reading[feed.field], facts.hidden(subject)
    if visible is False or value is NA:
        return None
    if visible is U or hidden is None:
        return _open(facts.state(subject), feed.largest)
    if feed.mapping is None:
        assert feed.compiled is not None
        return _from_found(facts.read_in_row(feed.compiled, group, index), facts.state(subject), feed.largest)
    if value is U:
        return _open(facts.state(subject), feed.largest)
    return _said(mapped(f"{group}.{feed.field}", feed.mapping, value), hidden, feed.largest)


def _inner_rows(feed: Feed, reading: Answered) -> Fed:
    """A group within a row has no declaration of its own, so it may always hold a worse entry than those given."""
    lo = 0.0
    if isinstance(reading, Rows) and feed.mapping is not None and feed.field is not None:
        values = (row.get(feed.field, U) for row in reading.rows)
        known = (value for value in values if value is not U and value is not NA)
        lo = max((mapped(feed.field, feed.mapping, value) for value in known), default=0.0)
    return Fed(Interval(lo, feed.largest), lo if lo >= feed.largest else None, 1.0, feed.largest)


def relied_on(given: Fed, refused: bool, relied: Mapping[float, float]) -> Interval:
    """How far a mitigation is present, the cautious way round: `[k*v, v]`, and nothing of it while it is unknown."""
    most = given.presence.hi if given.said is None else given.said
    least = 0.0 if given.said is None else relied.get(given.hidden, 0.0) * given.said
    return Interval(least, max(least, min(most, given.largest / 2)) if refused else most)
