"""The file is copied and kept under the hash of its content; `--question` makes an answer rest on it.

`--expires` says until which day it counts, of a file that is attached already too; `none` takes the day out.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from ddq.cli.target import a_date, check_question, declare_assessment, workspace_of
from ddq.cli.terminal import OK, give, say


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to keep")
    parser.add_argument("--question", action="append", default=[], metavar="Q", help="whose answer rests on it")
    parser.add_argument(
        "--expires", type=_day, default=..., metavar="DATE", help="until which day it counts, as 2027-01-31; or none"
    )
    parser.add_argument("--json", action="store_true", help="print what was kept as JSON")


def run(options: Namespace) -> int:
    """Attach the file."""
    from ddq.assessment.subjects import NotAccepted

    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        for question in options.question:
            check_question(opened.loaded, question)
            if question not in opened.assessment.answers:
                raise NotAccepted(question, "there is no answer yet that could rest on the file", "answer it first")
        kept = opened.attach(options.file)
        if options.expires not in (..., kept.expires):
            opened.expire(kept.id, options.expires)
            kept = opened.assessment.evidence[kept.id]
        for question in options.question:
            answer = opened.assessment.answers[question]
            files = tuple(dict.fromkeys((*answer.basis.evidence, kept.id)))
            basis = answer.basis.model_copy(update={"evidence": files})
            opened.answer(question, answer.model_copy(update={"basis": basis}), f"evidence attached: {kept.name}")
    if options.json:
        give(kept.model_dump_json().encode())
    else:
        say(f"{kept.id}  {kept.size} bytes  {kept.name}")
    return OK


def _day(given: str) -> date | None:
    return None if given == "none" else a_date(given)
