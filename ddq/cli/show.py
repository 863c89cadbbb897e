"""How an assessment stands: its progress, and every question that applies with its answer."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, give, say, tell

if TYPE_CHECKING:
    from ddq.assessment.interview import Interview
    from ddq.assessment.items import Item
    from ddq.assessment.model import Answer
    from ddq.workspace.opened import OpenAssessment


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("--json", action="store_true", help="as JSON, with `questions` by id")


def run(options: Namespace) -> int:
    """Print the assessment."""
    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        tell(*(f"ddq: {notice}" for notice in opened.notices()))
        if options.json:
            import orjson

            give(orjson.dumps(_as_json(opened), option=orjson.OPT_SORT_KEYS))
        else:
            say(*_as_text(opened))
    return OK


def _as_json(opened: OpenAssessment) -> dict[str, Any]:
    whole = opened.assessment.model_dump(mode="json", exclude={"answers", "flags", "verdicts", "revisions", "replaced"})
    interview, anchor = opened.interview, opened.snapshot.anchor
    return {
        **whole,
        "anchor": {"seq": anchor[0], "head": anchor[1]} if anchor else None,
        "day": opened.day,
        "outputs": {name: _plain(reading) for name, reading in interview.outputs.items()},
        "progress": interview.progress,
        "questions": {item.id: _question(opened, item) for item in interview.items.values()},
    }


def _question(opened: OpenAssessment, item: Item) -> dict[str, Any]:
    assessment, evaluation = opened.assessment, opened.interview.evaluation
    found: dict[str, Any] = {
        "text": item.question.text,
        "kind": item.question.kind,
        "section": item.section,
        "standing": item.standing.value,
        "visible": _plain(item.visible),
        "required": item.required,
        "flag": item.flag,
        "problems": [problem.message for problem in item.problems],
        "answer": _answer(item.answer),
        "value": item.answer.value if item.answer else None,
        "verdict": verdict.model_dump(mode="json") if (verdict := assessment.verdicts.get(item.id)) else None,
        "answered_by": assessment.answered_by.get(item.id),
    }
    if item.question.kind == "computed":
        found["value"] = _plain(evaluation.reading[item.id])
    if item.question.kind == "group":
        found["rows"] = {
            row.id: {
                "label": row.label,
                "value": row.answer.value,
                "answer": _answer(row.answer),
                "problems": [f"{problem.question}: {problem.message}" for problem in row.problems],
            }
            for row in item.rows
        }
        found["complete"] = _answer(item.complete)
    return found


def _answer(answer: Answer | None) -> Any:
    return None if answer is None else answer.model_dump(mode="json")


def _plain(reading: object) -> Any:
    """A reading as JSON: unknown and not applicable in words."""
    from ddq.questionnaire.answers import json_value
    from ddq.questionnaire.values import Reading

    return reading.value if isinstance(reading, Reading) else json_value(reading)  # type: ignore[arg-type]


def _as_text(opened: OpenAssessment) -> Iterator[str]:
    from ddq.assessment.items import progress_in_full

    assessment, interview = opened.assessment, opened.interview
    progress = interview.progress
    yield f"{assessment.title} ({assessment.status.replace('_', ' ')})"
    yield f"{assessment.id}, as of {opened.day}, profile {assessment.engagement.profile}"
    yield f"{progress_in_full(progress)}; {progress.flagged} flagged"
    for section in interview.sections:
        yield ""
        yield f"{section.section.title}  {section.progress.done}/{section.progress.applicable}"
        for item in section.items:
            if item.visible is not False:
                yield from _item(interview, item)
    apart = interview.set_apart()
    if apart:
        yield ""
        yield f"kept, but not counted, as they do not apply any more: {', '.join(apart)}"


def _item(interview: Interview, item: Item) -> Iterator[str]:
    from ddq.questionnaire.formatting import format_value
    from ddq.questionnaire.values import U

    said = ""
    if item.answer is not None and item.answer.reason:
        said = f": {item.answer.reason}"
    elif item.question.kind == "computed":
        said = f": {format_value(item.question, interview.evaluation.reading[item.id])}"
    elif item.answer is not None and item.answer.value is not None:
        said = f": {_value(item)}"
    if item.answer is not None and item.answer.served_by:
        said = f"{said} (as {item.answer.served_by} was answered)"
    carried = (item.answer, item.complete, *(row.answer for row in item.rows))
    if any(one is not None and one.carried_from for one in carried):
        said = f"{said} (carried over, not confirmed)"
    text = " ".join(f"{item.question.text}{said}".split())
    may = " (may not apply)" if item.visible is U else ""
    yield f"  {item.standing.value.replace('_', ' '):<15} {item.id:<8} {text}{may}"
    for row in item.rows:
        yield f"{'':<26} - {row.label}"
    for problem in item.problems:
        yield f"{'':<26} ! {problem.message}"


def _value(item: Item) -> str:
    """The answer as it was given, whether or not it counts."""
    from ddq.questionnaire.answers import ValueProblem, parse_value
    from ddq.questionnaire.formatting import format_value

    assert item.answer is not None
    try:
        return format_value(item.question, parse_value(item.question, item.answer.value))
    except ValueProblem:
        return str(item.answer.value)
