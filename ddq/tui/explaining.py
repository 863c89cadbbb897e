"""Why a question is asked and how to answer it, in the questionnaire's own words, and what stands to it in full."""

from __future__ import annotations

from ddq.assessment.model import Source
from ddq.questionnaire.model import Question
from ddq.tui.here import Here
from ddq.tui.words import basis_words, provenance_sentence


def explanation(here: Here) -> list[tuple[str, str]]:
    """Help and why we ask, as headings with text; of a field, those of its group after its own."""
    parts = _explained(here.question)
    if here.place.field is not None:
        own = dict(parts)
        parts += [(heading, text) for heading, text in _explained(here.item.question) if heading not in own]
    return [(heading, here.said(text)) for heading, text in (*parts, *_references(here))]


def on_record(here: Here) -> list[tuple[str, str]]:
    """The answer that stands, whole: its basis, its note, and where it comes from; nothing where there is none."""
    answer, given = here.standing_answer, here.provenance
    if answer is None or given is None:
        return []
    position = answer.vendor_position
    parts = [
        ("Answer on record", here.standing_words),
        ("Where it comes from", provenance_sentence(given, "Enter")),
        ("What was carried over", here.carried_words),
        ("Basis", basis_words(answer, here.file_names)),
        *((f"Source {number}", _source(source)) for number, source in enumerate(answer.basis.sources, 1)),
        ("The vendor says to this allegation", f"{position.text} ({_source(position.source)})" if position else None),
        ("Note", answer.note),
    ]
    return [(heading, text) for heading, text in parts if text]


def _source(source: Source) -> str:
    """Title, place in it, day and address."""
    dated = source.dated.isoformat() if source.dated else None
    return ", ".join(part for part in (f"“{source.title}”", source.place, dated, source.url) if part)


def _references(here: Here) -> list[tuple[str, str]]:
    """The regimes and criteria that the question refers to, by name where the registers have one."""
    regimes = here.opened.reading.regimes
    names = here.question.references or here.item.question.references
    day = here.opened.day
    known = [(name, regimes.get(name)) for name in names]
    told = [
        f"{found.regime.name} ({name})" if found else name
        for name, found in known
        if found is None or not found.regime.begins_after(day)
    ]
    return [("References", "; ".join(told))] if told else []


def _explained(question: Question) -> list[tuple[str, str]]:
    answered_by = ", ".join(who.replace("_", " ") for who in question.answered_by)
    parts = [
        ("Why we ask", question.why),
        ("Help", question.help),
        ("A good answer", question.good),
        ("A bad answer", question.bad),
        ("Not applicable when", question.not_applicable_when),
        ("Evidence expected", "; ".join(question.evidence)),
        ("Evidence counts for", question.valid_for),
        ("Usually answered by", answered_by if question.why else None),
        ("Handling", question.handling),
    ]
    return [
        (heading, text) for heading, text in parts if text and not (heading.startswith("Usually") and not question.why)
    ]
