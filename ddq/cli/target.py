"""What a command is about: a workspace, an assessment in it, or a case as a file."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.terminal import Misused

if TYPE_CHECKING:
    from ddq.questionnaire.compiled import LoadedQuestionnaire
    from ddq.workspace.opened import OpenAssessment
    from ddq.workspace.snapshot import Snapshot
    from ddq.workspace.workspace import Workspace


def a_date(text: str) -> date:
    """A date argument."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date; write year-month-day, such as 2026-01-31") from None


def whole_number(text: str) -> int:
    """A whole number of zero or more as an argument."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def declare_assessment(parser: ArgumentParser) -> None:
    """The argument that names an assessment."""
    parser.add_argument("id", metavar="ID", help="the assessment's id, or the beginning or end of it")


def declare_target(parser: ArgumentParser) -> None:
    """The arguments that name an assessment or a case, and the eyes and the day it is read with."""
    parser.add_argument("target", metavar="ID_OR_FILE", help="an assessment's id, a shipped case's id, or a case file")
    parser.add_argument("--profile", metavar="P", help="read with another buyer profile")
    parser.add_argument("--as-of", type=a_date, metavar="DATE", help="read as of another day")


def check_question(loaded: LoadedQuestionnaire, name: str) -> None:
    """Refuse the id of a question that does not exist."""
    from ddq.questionnaire.problems import did_you_mean

    if name not in loaded.questions:
        hint = did_you_mean(name, loaded.questions) or "`ddq show ID` lists them"
        raise Misused(f"there is no question {name!r}; {hint}")


def workspace_of(options: Namespace) -> Workspace:
    """The workspace that the options name, opened; close it."""
    from ddq.workspace.workspace import Workspace

    return Workspace(Path(options.workspace).expanduser() if options.workspace else None)


def _opened(workspace: Workspace, target: str) -> OpenAssessment:
    """The assessment; of a name that is none, the case that was probably meant is told."""
    from ddq.questionnaire.problems import did_you_mean
    from ddq.store.protocol import NotFound

    try:
        return workspace.open(target)
    except NotFound as error:
        near = did_you_mean(target, workspace.library.files("case"))
        if near is None:
            raise
        raise NotFound(f"{error.msg.partition('; ')[0]}; {near}") from None


def snapshot_of(options: Namespace, *, for_report: bool = False) -> Snapshot:
    """What `declare_target` named, for a report with whether its decision holds. A case needs no workspace."""
    from ddq.workspace.library import Library
    from ddq.workspace.snapshot import take, take_case
    from ddq.workspace.surroundings import Surroundings, cache_folder, default_folder

    target: str = options.target
    language: str | None = getattr(options, "language", None)
    folder = Path(options.workspace).expanduser() if options.workspace else default_folder()
    library = Library(folder, cache_folder())
    if target.endswith((".yaml", ".yml")) or target in library.files("case"):
        return take_case(library, target, profile=options.profile, as_of=options.as_of, language=language)
    with workspace_of(options) as workspace:
        opened = _opened(workspace, target)
        taken = opened.for_report() if for_report else opened.snapshot
        today = Surroundings().today()
        found = take(
            workspace.library,
            opened.history(),
            today,
            profile=options.profile,
            as_of=options.as_of,
            anchor=taken.anchor,
            loaded=opened.loaded if language is None else opened.in_language(language),
            language=language or opened.assessment.language,
        )
        return replace(found, stale=taken.stale)
