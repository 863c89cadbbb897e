"""How a standing, a grade and a figure are said on screen: a glyph, a word and a colour, never colour alone."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from ddq.assessment.decision import ConditionState
from ddq.assessment.interview import Progress, Standing
from ddq.assessment.model import Answer, AnswerState
from ddq.assessment.provenance import Origin, Provenance
from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.model import Grade
from ddq.questionnaire.text import visible_text
from ddq.scoring.model import OutcomeKind, Score
from ddq.store.presence import Holder
from ddq.store.protocol import StoreError


class Mark(NamedTuple):
    """How one thing is marked."""

    glyph: str
    word: str
    style: str
    """A colour of the theme."""


STANDINGS: dict[Standing, Mark] = {
    Standing.open: Mark("·", "open", "$foreground"),
    Standing.answered: Mark("✓", "answered", "$success"),
    Standing.unknown: Mark("?", "unknown", "$warning"),
    Standing.pending: Mark("…", "pending", "$warning"),
    Standing.refused: Mark("×", "refused", "$error"),
    Standing.legally_barred: Mark("§", "legally barred", "$warning"),
    Standing.not_applicable: Mark("–", "not applicable", "$quiet"),
    Standing.may_apply: Mark("~", "may apply", "$quiet"),
    Standing.hidden: Mark("–", "does not apply", "$quiet"),
    Standing.invalid: Mark("!", "to correct", "$error"),
    Standing.needs_evidence: Mark("!", "needs a source", "$warning"),
    Standing.flagged: Mark("⚑", "flagged", "$accent"),
    Standing.computed: Mark("=", "computed", "$quiet"),
}

STATES: dict[AnswerState, tuple[str, str]] = {
    AnswerState.unknown: ("Unknown", "asked; neither the vendor nor we know"),
    AnswerState.pending: ("Pending", "asked; the vendor has not answered yet"),
    AnswerState.refused: ("Refused", "declined without a legal reason"),
    AnswerState.legally_barred: ("Legally barred", "declined, citing a named law"),
    AnswerState.not_applicable: ("Not applicable", "out of scope; counts once a reviewer accepts it"),
}
"""The states that stand for no answer, each with a reason."""

VERDICTS: dict[str, Mark] = {
    "reviewed": Mark("✓", "reviewed", "$success"),
    "issue": Mark("!", "issue", "$error"),
    "needs_clarification": Mark("?", "clarify", "$warning"),
    "not_applicable_accepted": Mark("–", "n/a accepted", "$success"),
}
"""What a reviewer says to an answer."""

CONDITIONS: dict[ConditionState, Mark] = {
    ConditionState.open: Mark("·", "open", "$warning"),
    ConditionState.met: Mark("✓", "met", "$success"),
    ConditionState.waived: Mark("–", "waived", "$quiet"),
}

GRADES: dict[Grade, str] = {
    Grade.A: "official document or judgment, checked",
    Grade.B: "independent report",
    Grade.C: "vendor's document",
    Grade.D: "vendor's word",
    Grade.E: "no basis: reads as unknown",
}


def basis_words(answer: Answer, files: dict[str, str] | None = None) -> str:
    """What an answer rests on, in one line; `files` gives the names of evidence by id.

    Only a value has an evidence grade; where none is given, the line may be empty.
    """
    basis = answer.basis
    parts = [f"{basis.grade.value} {GRADES[basis.grade]}"] if answer.state is AnswerState.answered else []
    for source in basis.sources:
        parts.append(f"“{source.title}”" + (f", {source.dated.isoformat()}" if source.dated else ""))
    parts += [(files or {}).get(digest, digest[:12]) for digest in basis.evidence]
    if basis.confidence is not None:
        parts.append(f"{basis.confidence.value} confidence")
    return " · ".join(parts)


def is_provisional(score: Score, progress: Progress) -> bool:
    """Whether answers that are still open could move the score."""
    return progress.done < progress.applicable or progress.may_apply > 0 or not score.exact


def trust_words(score: Score, provisional: bool, *, bands: bool = True) -> str:
    """`trust 38.1 to 91.0, weak to sound, provisional`; without `bands`, the figure alone."""
    if not score.has_figure:
        return "not rated yet"
    parts = [score.figure]
    if bands and score.band_words:
        parts.append(visible_text(score.band_words))
    if provisional:
        parts.append("provisional")
    return ", ".join(parts)


OUTCOMES: dict[OutcomeKind, Mark] = {
    OutcomeKind.not_rated: Mark("·", "not rated", "$quiet"),
    OutcomeKind.proceed: Mark("✓", "proceed", "$success"),
    OutcomeKind.proceed_with_conditions: Mark("◐", "proceed with conditions", "$warning"),
    OutcomeKind.defer: Mark("…", "defer", "$warning"),
    OutcomeKind.do_not_proceed: Mark("×", "do not proceed", "$error"),
}


def minutes_words(minutes: int) -> str:
    """`about 25 minutes left`: rounded, since it is a rule of thumb; nothing where nothing is left."""
    if minutes <= 0:
        return ""
    if minutes <= 90:
        rounded = minutes if minutes < 10 else 5 * round(minutes / 5)
        return f"about {counted(rounded, 'minute')} left"
    return f"about {counted(round(minutes / 60), 'hour')} left"


ORIGINS: dict[Origin, tuple[str, str]] = {
    Origin.entered: ("•", "entered"),
    Origin.carried: ("↓", "carried over, not confirmed: Enter confirms it"),
    Origin.prefilled: ("↓", "from the vendor's record, not confirmed: Enter confirms it"),
    Origin.confirmed: ("✓", "carried over, then confirmed"),
    Origin.restored: ("↑", "brought back by an undo"),
}


def provenance_words(given: Provenance) -> str:
    """`• entered by lena, 2026-03-01 14:02`."""
    glyph, word = ORIGINS[given.origin]
    unseen = given.origin in (Origin.carried, Origin.prefilled)
    told = f"{glyph} {word}" if unseen else f"{glyph} {word} by {given.by}, {day_words(given.at)}"
    return told + (f", from assessment {given.source[-8:]}" if given.source else "")


def provenance_sentence(given: Provenance, confirms: str) -> str:
    """Who gave an answer and when, or that nobody has confirmed it yet, and that the key or command `confirms` does."""
    source = f" from assessment {given.source[-8:]}" if given.source else ""
    done = f"by {given.by} on {day_words(given.at)}"
    match given.origin:
        case Origin.carried:
            return f"Carried over{source} {done}, and not confirmed; {confirms} confirms it as it stands."
        case Origin.prefilled:
            return f"Taken from the vendor's record {done}, and not confirmed; {confirms} confirms it as it stands."
        case Origin.confirmed:
            return f"Carried over{source}, then confirmed {done}."
        case Origin.restored:
            return f"Brought back by an undo {done}."
        case Origin.entered:
            return f"Entered {done}."


def clock_words(moment: datetime) -> str:
    """The time of day here, such as `14:02`."""
    return f"{moment.astimezone():%H:%M}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 answer`, `2 answers`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def size_words(size: int) -> str:
    """How large a file is: `812 bytes`, `3.4 KB`, `12 MB`."""
    if size < 1000:
        return counted(size, "byte")
    unit, amount = ("KB", size / 1000) if size < 999_500 else ("MB", size / 1_000_000)
    return f"{amount:.0f} {unit}" if amount >= 9.95 else f"{amount:.1f} {unit}"


def day_words(moment: datetime) -> str:
    """A moment as day and time here, such as `2026-11-23 14:02`."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def open_elsewhere(holder: Holder) -> str:
    """Who has an assessment open already, and what that means."""
    since = "" if holder.since is None else f" since {day_words(holder.since)}"
    return (
        f"This assessment is open already: by {holder.by}{since}. Two can work on it, and no answer is lost; where both"
        " change the same one, the second is told, and shown what stands."
    )


def sentence(error: NotAccepted | StoreError) -> str:
    """What was refused, as a sentence of its own."""
    text = str(error)
    if isinstance(error, NotAccepted):
        text = error.message + (f"; {error.hint}" if error.hint else "")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
