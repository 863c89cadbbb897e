"""From an answer to a presence: what it says, what its basis could still hide, and what not answering leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ddq.assessment.model import AnswerState
from ddq.questionnaire.evaluate import Evaluation
from ddq.questionnaire.values import NA, Answered, Rows, U
from ddq.scoring.arithmetic import hidden_up_to, largest
from ddq.scoring.facts import Facts, Found, row_subjects
from ddq.scoring.model import Interval
from ddq.scoring.prepared import Feed


class UnmappedAnswer(Exception):
    """An answer to which the questionnaire gives no presence, or no points; lint finds this before anyone answers."""

    def __init__(self, question: str, answer: str, what: str = "presence is") -> None:
        self.question, self.answer = question, answer
        super().__init__(f"{question}: no {what} given for the answer {answer!r}; add it to the map")


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
    denied: bool = False
    """Whether it rests on an answer that is assumed where one was refused, and says less than the refusal leaves."""

    @property
    def is_open(self) -> bool:
        """Whether no answer has said anything yet."""
        return self.said is None


def fed(feed: Feed, facts: Facts) -> Fed | None:
    """What a feed gives; None where it is not applicable.

    An answer assumed for a gate takes no refusal back: as far as it allows, the presence is at least what the refusal
    leaves. It is not raised beyond what the answer allows, or a refusal would weigh more than the worst answer.
    """
    found = _fed(feed, facts)
    if found is None or facts.given is None or facts.assumed.isdisjoint(feed.reads):
        return found
    given = _fed(feed, facts.given)
    if given is None or not given.is_open or given.presence.lo <= found.presence.lo:
        return found
    least, most = given.presence.lo, found.presence.hi
    return replace(found, presence=Interval(min(least, most), most), denied=most < least)


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
    """The largest presence among the rows of a list."""
    if not isinstance(reading, Rows):
        return _worst(feed, [], None, facts)
    rows = zip(row_subjects(reading, group), facts.evaluation.rows[group], strict=True)
    entries = [_Entry(subject, index, (row,)) for index, ((subject, _), row) in enumerate(rows)]
    return _worst(feed, [_row(feed, entry, facts) for entry in entries], reading, facts)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the outermost group, or a row within one."""

    subject: str
    """That of the outermost row, whose answer holds those within it."""
    index: int
    rows: tuple[Evaluation, ...]
    """The row, after those around it."""


def _worst(feed: Feed, found: Sequence[Fed | None], reading: Rows | None, facts: Facts) -> Fed:
    """The largest presence among some rows; a list that is not declared complete may hold a worse one."""
    given = [entry for entry in found if entry is not None]
    lo = max((entry.presence.lo for entry in given), default=0.0)
    hi = max((entry.presence.hi for entry in given), default=0.0)
    group = feed.groups[0]
    declared = facts.hidden(f"{group}/complete") if reading is not None and reading.complete else None
    if declared is None:
        decided = lo >= feed.largest
        possible = unanswered(facts.state_of_list(group), feed.largest)
        return Fed(largest((Interval(lo, lo), possible)), lo if decided else None, 1.0, feed.largest)
    hi = max(hi, hidden_up_to(lo, feed.largest, declared).hi)
    said = None if any(entry.is_open for entry in given) else lo
    return Fed(Interval(lo, hi), said, max([declared, *(entry.hidden for entry in given)]), feed.largest)


def _row(feed: Feed, entry: _Entry, facts: Facts) -> Fed | None:
    row, depth = entry.rows[-1], len(entry.rows)
    inner = depth < len(feed.groups)
    name = feed.groups[depth] if inner else feed.field
    assert name is not None
    visible, value, hidden = row.visible[name], row.reading[name], facts.hidden(entry.subject)
    if visible is False or value is NA:
        return None
    if visible is U or hidden is None:
        return _open(facts.state(entry.subject), feed.largest)
    if not inner and feed.mapping is None:
        assert feed.compiled is not None
        found = facts.read_in_row(feed.compiled, entry.rows, feed.groups[0], entry.index)
        return _from_found(found, facts.state(entry.subject), feed.largest)
    if value is U:
        return _open(facts.state(entry.subject), feed.largest)
    if inner:
        assert isinstance(value, Rows)
        within = [replace(entry, rows=(*entry.rows, one)) for one in row.rows[name]]
        return _worst(feed, [_row(feed, one, facts) for one in within], value, facts)
    assert feed.mapping is not None
    return _said(mapped(".".join((*feed.groups, name)), feed.mapping, value), hidden, feed.largest)


def relied_on(given: Fed, refused: bool, relied: Mapping[float, float]) -> Interval:
    """How far a mitigation is present, the cautious way round: `[k*v, v]`, and nothing of it while it is unknown."""
    most = given.presence.hi if given.said is None else given.said
    least = 0.0 if given.said is None else relied.get(given.hidden, 0.0) * given.said
    return Interval(least, max(least, min(most, given.largest / 2)) if refused else most)
