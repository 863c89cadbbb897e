"""All answers of one call are kept, or none. A value is written as in a file: yes, 12.5, EUR 1000, 2026-01-31, NO, a
code; several codes with commas. A field of a row is `GROUP/ROW.FIELD=VALUE`; `GROUP/complete=yes` closes the list."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ddq.cli.target import a_date, declare_assessment, workspace_of
from ddq.cli.terminal import OK, Misused, say, tell

if TYPE_CHECKING:
    from ddq.assessment.entering import Entry
    from ddq.assessment.model import Answer, AnswerState, Basis
    from ddq.assessment.subjects import Subject
    from ddq.workspace.opened import OpenAssessment

GRADES = ("A", "B", "C", "D", "E")


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument(
        "given", nargs="*", metavar="QUESTION=VALUE|FILE", help="answers, or one YAML or JSON file of them"
    )
    told = (
        ("note", "a note on an answer"),
        ("reason", "why a question has no answer"),
        ("law", "the law that bars it"),
    )
    for name, of in told:
        parser.add_argument(f"--{name}", action="append", default=[], metavar="QUESTION=TEXT", help=of)
    parser.add_argument(
        "--state",
        action="append",
        default=[],
        metavar="QUESTION=STATE",
        help="unknown, pending, refused, … in place of a value",
    )
    parser.add_argument("--grade", choices=GRADES, help="the evidence grade of these answers")
    parser.add_argument("--source", metavar="TITLE", help="the source that these answers rest on")
    parser.add_argument("--source-url", metavar="URL", help="its web address")
    parser.add_argument("--source-date", type=a_date, metavar="DATE", help="the source's own date")
    parser.add_argument("--evidence", action="append", default=[], metavar="ID", help="an attached file's id")
    parser.add_argument("--confirm", action="append", default=[], metavar="QUESTION", help="confirm a carried answer")
    parser.add_argument("--take-back", action="append", default=[], metavar="QUESTION", help="take an answer back")


def run(options: Namespace) -> int:
    """Give the answers."""
    from ddq.assessment.entering import entries, load_answers
    from ddq.assessment.items import progress_words

    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        apart = set(opened.interview.set_apart())
        if _names_file(options.given):
            file = load_answers(Path(options.given[0]))
            kept = opened.enter(entries(file, opened.loaded), file.document)
        else:
            kept = opened.enter(_entries(opened, options))
        for subject in options.take_back:
            opened.take_back(subject)
        for subject in options.confirm:
            opened.confirm(subject)
        progress = opened.interview.progress
        apart = set(opened.interview.set_apart()) - apart
    count = len(kept) + len(options.take_back) + len(options.confirm)
    if apart:
        tell(f"ddq: kept, but not counted, as it does not apply now: {', '.join(sorted(apart))}")
    say(f"{count} kept; {progress_words(progress)}")
    return OK


def _names_file(given: list[str]) -> bool:
    if len(given) == 1 and given[0] and "=" not in given[0]:
        return True
    if bare := [argument for argument in given if "=" not in argument]:
        raise Misused(f"{bare[0]!r} is neither QUESTION=VALUE nor the only file")
    return False


def _entries(opened: OpenAssessment, options: Namespace) -> Iterator[Entry]:
    from ddq.assessment.entering import Entry
    from ddq.assessment.model import Answer, AnswerState
    from ddq.assessment.subjects import read_subject

    values, fields = _values(options.given)
    states, notes = _pairs("--state", options.state), _pairs("--note", options.note)
    reasons, laws = _pairs("--reason", options.reason), _pairs("--law", options.law)
    named = {**values, **fields, **states, **notes, **reasons, **laws}
    confirmed = {"carried_from": None, "given_on": None}
    if not named and not options.take_back and not options.confirm:
        raise Misused("nothing was answered: give QUESTION=VALUE, or a file")
    for name in named:
        subject, before = read_subject(opened.loaded, name), opened.assessment.answers.get(name)
        changed: dict[str, Any] = {}
        if name in states:
            if states[name] not in list(AnswerState):
                raise Misused(f"{states[name]!r} is no state; it is one of {', '.join(AnswerState)}")
            changed = {"state": AnswerState(states[name]), "value": None, "law": None, **confirmed}
        elif name in fields:
            changed = {"value": {**_row(before), **_typed_fields(subject, fields[name])}, **confirmed}
        elif name in values:
            changed = {"state": AnswerState.answered, "value": _typed(subject.question.kind, subject, values[name])}
            changed |= {"reason": None, "law": None, **confirmed}
        for key, texts in (("note", notes), ("reason", reasons), ("law", laws)):
            if name in texts:
                changed[key] = texts[name]
        answer = (before or Answer()).model_copy(update=changed)
        basis = _basis(options, subject, answer.state, before)
        yield Entry(name, answer.model_copy(update={"basis": basis}))


def _values(given: list[str]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """What stands behind `=`, by subject; of rows, by subject and field."""
    values: dict[str, str] = {}
    fields: dict[str, dict[str, str]] = {}
    for name, value in _pairs("QUESTION=VALUE", given).items():
        row, dot, field = name.rpartition(".")
        if dot and "/" in row:
            fields.setdefault(row, {})[field] = value
        else:
            values[name] = value
    return values, fields


def _pairs(what: str, given: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for argument in given:
        name, equals, value = argument.partition("=")
        if not equals or not name.strip():
            raise Misused(f"{what}: {argument!r} has no = between the question and the rest")
        if name.strip() in found:
            raise Misused(f"{what}: {name.strip()} is given twice")
        found[name.strip()] = value
    return found


def _row(before: Answer | None) -> dict[str, Any]:
    return before.value if before is not None and isinstance(before.value, dict) else {}


def _typed_fields(subject: Subject, fields: dict[str, str]) -> dict[str, Any]:
    from ddq.questionnaire.model import GroupQuestion

    kinds = (
        {field.id: field.kind for field in subject.question.fields}
        if isinstance(subject.question, GroupQuestion)
        else {}
    )
    return {name: _typed(kinds.get(name, "text"), None, value) for name, value in fields.items()}


def _typed(kind: str, subject: Subject | None, text: str) -> Any:
    """What a file would hold: several codes as a list, a declaration as true or false. An empty text is no value."""
    if subject is not None and subject.part == "complete":
        return {"yes": True, "true": True, "no": False, "false": False}.get(text.strip().lower(), text)
    if kind in ("choices", "countries", "evidence"):
        return [code.strip() for code in text.split(",") if code.strip()]
    return text if text.strip() else None


def _basis(options: Namespace, subject: Subject, state: AnswerState, before: Answer | None) -> Basis:
    """What this call says about the basis, on top of what stands."""
    from ddq.assessment.checking import usual_basis
    from ddq.assessment.model import Source
    from ddq.questionnaire.model import Grade

    basis = usual_basis(subject.question, state, before)
    if options.grade:
        basis = basis.model_copy(update={"grade": Grade(options.grade)})
    if options.source or options.source_url:
        title = options.source or options.source_url
        if len(title) > 500:
            raise Misused(f"a source's title has at most 500 characters, not {len(title):,}")
        source = Source(title=title, url=options.source_url, dated=options.source_date)
        basis = basis.model_copy(update={"sources": (source,)})
    if options.evidence:
        basis = basis.model_copy(update={"evidence": tuple(options.evidence)})
    return basis
