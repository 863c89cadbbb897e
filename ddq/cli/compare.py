"""Facts and method are told apart. Without EARLIER, the last assessment of the same vendor before this one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, Misused, give, say, tell

if TYPE_CHECKING:
    from ddq.assessment.model import Answer
    from ddq.questionnaire.compiled import LoadedQuestionnaire
    from ddq.workspace.compared import AssessmentComparison
    from ddq.workspace.snapshot import Snapshot


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("earlier", nargs="?", metavar="EARLIER", help="the id of an earlier assessment")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="as JSON")
    how.add_argument("-o", "--out", type=Path, metavar="FILE.pdf", help="as a PDF, side by side")
    parser.add_argument("--template", default="comparison", metavar="T", help="of the PDF: its name, or a folder")


def run(options: Namespace) -> int:
    """Print what changed."""
    from ddq.assessment.subjects import NotAccepted

    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        earlier = options.earlier
        if earlier is None:
            previous = workspace.previous(opened)
            if previous is None:
                none = "there is no earlier assessment of this vendor"
                raise NotAccepted(opened.id, none, "name one to compare with")
            earlier = previous.id
        before = workspace.open(earlier)
        found = opened.compare(before)
        loaded = opened.loaded
        if options.out is not None:
            return _report(found, before.for_report(), opened.for_report(), options)
    if options.json:
        import orjson

        give(orjson.dumps(_as_json(found), option=orjson.OPT_SORT_KEYS))
    else:
        say(*_lines(found, loaded))
    return OK


def _report(found: AssessmentComparison, earlier: Snapshot, later: Snapshot, options: Namespace) -> int:
    from ddq.cli.report import template_of
    from ddq.report.builder.several import build_comparison
    from ddq.report.inputs import report_inputs
    from ddq.report.manifest import read_manifest, told_in
    from ddq.report.render import render_report

    if options.out.suffix.lower() != ".pdf":
        raise Misused(f"{options.out}: this is a PDF; give its name the ending .pdf")
    template, after = template_of(options), report_inputs(later)
    view = build_comparison(found, report_inputs(earlier), after, told_in(read_manifest(template), after.asked_in))
    result = render_report(view, options.out, template)
    tell(*(f"ddq: {warning}" for warning in result.warnings))
    say(str(result.path))
    return OK


def _as_json(found: AssessmentComparison) -> dict[str, object]:
    from ddq.scoring.export import plain

    facts = {name: getattr(found.facts, name) for name in ("same", "unconfirmed", "only_earlier", "only_later")}
    answers = [
        {
            "question": one.question,
            "subject": one.subject,
            "change": one.change.value,
            "before": one.before and one.before.model_dump(mode="json"),
            "after": one.after and one.after.model_dump(mode="json"),
        }
        for one in found.facts.answers
    ]
    return {
        "earlier": found.earlier,
        "later": found.later,
        "facts": {**facts, "answers": answers},
        "method": found.method,
        "scores": plain(found.scores),
    }


def _lines(found: AssessmentComparison, loaded: LoadedQuestionnaire) -> Iterator[str]:
    before, after = found.scores.outcome
    old, new = found.scores.figures
    yield f"{found.earlier} -> {found.later}"
    yield f"outcome  {before.value} -> {after.value}"
    yield f"{found.scores.noun:<8} {old} -> {new}"
    yield ""
    yield "facts"
    for one in found.facts.answers:
        said = f"{_said(loaded, one.subject, one.before)} -> {_said(loaded, one.subject, one.after)}"
        basis = "same answer, other basis" if one.change.value == "basis" else said
        yield f"  {one.subject}: {basis}"
    alike = f"  {found.facts.same} answers are alike"
    yield alike + (
        f", {found.facts.unconfirmed} of them carried over, not confirmed" if found.facts.unconfirmed else ""
    )
    for words, names in (("only then", found.facts.only_earlier), ("only now", found.facts.only_later)):
        if names:
            yield f"  answered {words}: {', '.join(names)}"
    yield ""
    yield "method"
    yield from (f"  {sentence}" for sentence in found.method or ("nothing but facts can have moved the score",))
    if found.scores.moved:
        yield ""
        yield f"{'concerns' if found.scores.moved[0].what == 'concern' else 'points'} that moved"
    for moved in found.scores.moved:
        yield f"  {moved.direction}: {moved.title}"


def _said(loaded: LoadedQuestionnaire, subject: str, answer: Answer | None) -> str:
    from ddq.assessment.answer_words import answer_words

    return (
        "no answer"
        if answer is None
        else answer_words(loaded.questions.get(subject.partition("/")[0]), subject, answer)
    )
