"""Finds the command, runs it, and says every error in a sentence: no traceback reaches the user."""

from __future__ import annotations

import errno
import gc
import os
import re
import sys
from argparse import REMAINDER, SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn, cast

from ddq import __version__
from ddq.cli.terminal import FOUND, OK, USAGE, Misused, prepare_streams, say, tell

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "take a shipped case through interview, score and PDF"),
    "new": ("new", "begin an assessment"),
    "list": ("listing", "list the assessments"),
    "show": ("show", "show how an assessment stands"),
    "open": ("opening", "open an assessment in the terminal app"),
    "serve": ("serve", "open the app in a browser on this machine"),
    "answer": ("answer", "answer questions"),
    "attach": ("attach", "attach a file as evidence"),
    "evidence": ("evidence", "list what is in quarantine and let it go; find files that nothing refers to"),
    "review": ("review", "give a reviewer's verdict on an answer"),
    "comment": ("comment", "comment on a question or the whole, settle comments, list them"),
    "assign": ("assign", "assign interviewers, reviewers and approvers"),
    "submit": ("submit", "send an assessment to review"),
    "send-back": ("send_back", "send questions back to be answered again"),
    "decide": ("decide", "approve, approve with conditions, or reject"),
    "condition": ("condition", "say what became of a condition, or list them"),
    "status": ("status", "show status, decision and whether it is stale; or change the status"),
    "history": ("history", "show everything that happened to an assessment"),
    "undo": ("undo", "undo any single entry of the history"),
    "compare": ("compare", "show what changed since an earlier assessment"),
    "language": ("language", "show the language in which an assessment is asked, or change it"),
    "migrate": ("migrate", "carry an assessment over to the newer version of its questionnaire"),
    "score": ("score", "show the score of an assessment or a case"),
    "plan": ("plan", "show what would change the outcome"),
    "open-questions": ("open_questions", "list the open questions, most valuable first"),
    "bundle": ("bundle", "write assessments or questionnaires into one checked file, or take such a file in"),
    "backup": ("backup", "write everything in the workspace into one checked file, encrypted if you like"),
    "restore": ("restore", "bring a backup back into an empty folder, and prove that it is whole"),
    "key": ("key", "make a key, to encrypt backups and bundles or to seal the workspace"),
    "store": (
        "store",
        "set up, migrate, copy or check a team's server; say where this workspace keeps its assessments",
    ),
    "verify": ("verify", "check that what is stored is as it was written"),
    "delete": ("delete", "delete an assessment with what belongs to it, or list what was deleted"),
    "redact": ("redact", "take a text out of an assessment for good, so that its history still proves itself"),
    "repair": ("repair", "say what can be done for an assessment that does not hold together, and do it"),
    "report": ("report", "write the PDF report"),
    "portfolio": ("portfolio", "write a report on all assessments of the workspace"),
    "template": ("template", "list, begin, check or preview report templates"),
    "questionnaire": ("questionnaire", "list, show or check questionnaires; print their schema"),
    "profile": ("profile", "list, show or check buyer profiles"),
    "registers": ("registers", "list, show, check or compare the registers of laws and regimes"),
    "flows": ("flows", "show where the data goes, whether it may, and who can see it in clear"),
    "ownership": ("ownership", "show who owns and controls a company, from files of ownership data"),
    "lint": ("lint", "check questionnaires, modules, profiles and cases"),
}
"""By name: its module here, and what it does."""


class _Parser(ArgumentParser):
    """Says what is wrong in one line, as every other error."""

    def error(self, message: str) -> NoReturn:
        hint = _meant(message, self.format_usage()) or f"`{self.prog} --help` says more"
        raise Misused(f"{message}; {hint}")


_WRONG_CHOICE = re.compile(r"invalid choice: '(?P<given>[^']*)' \(choose from (?P<known>.*)\)")
_WRONG_OPTION = re.compile(r"unrecognized arguments: (?P<given>--[^ =]+)")


def _meant(message: str, usage: str) -> str | None:
    """What was probably meant by a word that an argument, or an option that a command does not know."""
    from ddq.questionnaire.problems import did_you_mean

    if choice := _WRONG_CHOICE.search(message):
        return did_you_mean(choice["given"], re.findall(r"[\w-]+", choice["known"]))
    if option := _WRONG_OPTION.search(message):
        return did_you_mean(option["given"], re.findall(r"--[a-z][a-z-]*", usage))
    return None


def run(arguments: Sequence[str]) -> int:
    """Run a command; returns the exit code."""
    # A command is over in a second and leaves no cycles worth looking for: a sixth of the time of `ddq score`.
    gc.disable()
    prepare_streams()
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader has gone, as in `ddq list | head`: nothing is wrong.
        _let_go_of_stdout()
        return OK
    except KeyboardInterrupt:
        tell("ddq: interrupted; everything that was saved before is safe")
        return 130
    except Exception as error:
        return _explain(error)


def _let_go_of_stdout() -> None:
    """What is still buffered cannot be written, and Python would say so once more at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str]) -> int:
    top = _top()
    options = top.parse_args(arguments)
    if options.version:
        say(f"ddq {__version__}")
        return OK
    if options.help:
        say(top.format_help().rstrip())
        return OK
    if options.command is None:
        return cast(int, import_module("ddq.cli.opening").open_app(options, None))
    if options.command not in COMMANDS:
        from ddq.questionnaire.problems import did_you_mean

        hint = did_you_mean(options.command, COMMANDS) or "`ddq --help` lists the commands"
        raise Misused(f"there is no command {options.command!r}; {hint}")
    module_name, summary = COMMANDS[options.command]
    module = import_module(f"ddq.cli.{module_name}")
    parser = _Parser(
        prog=f"ddq {options.command}", description=_sentence(summary), allow_abbrev=False, epilog=module.__doc__
    )
    parser.add_argument("--workspace", metavar="DIR", help="the workspace's folder (else $DDQ_WORKSPACE)")
    module.declare(parser)
    return cast(int, module.run(_parsed(parser, options)))


def _parsed(parser: ArgumentParser, options: Namespace) -> Namespace:
    """The command's arguments; options may stand between them, but where the command has actions of its own."""
    known = Namespace(workspace=options.workspace, plain=options.plain, ascii=options.ascii)
    try:
        return parser.parse_intermixed_args(options.rest, known)
    except TypeError:
        # An action has a parser of its own, which does not know what every command takes.
        every = _Parser(add_help=False, allow_abbrev=False)
        every.add_argument("--workspace", default=options.workspace)
        found, rest = every.parse_known_args(options.rest)
        known.workspace = found.workspace
        return parser.parse_args(rest, known)


def _top() -> ArgumentParser:
    listed = "\n".join(f"  {name:<16} {summary}" for name, (_, summary) in COMMANDS.items())
    top = _Parser(
        prog="ddq",
        description="Vendor due diligence: can we buy this from them?\nWithout a command, opens the terminal app.",
        epilog=f"commands:\n{listed}\n\n`ddq COMMAND --help` says more about one.",
        formatter_class=RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
        usage="ddq [--workspace DIR] [--plain] [--ascii] [COMMAND ...]",
    )
    top.add_argument("-h", "--help", action="store_true", help="show this help")
    top.add_argument("--version", action="store_true", help="print the version")
    top.add_argument("--workspace", metavar="DIR", help="the workspace's folder (else $DDQ_WORKSPACE)")
    top.add_argument("--plain", action="store_true", help="the interview line by line, without full-screen drawing")
    top.add_argument("--ascii", action="store_true", help="draw the terminal app in ASCII alone")
    top.add_argument("command", nargs="?", help=SUPPRESS)
    top.add_argument("rest", nargs=REMAINDER, help=SUPPRESS)
    return top


def _sentence(summary: str) -> str:
    return summary[0].upper() + summary[1:] + "."


def _explain(error: Exception) -> int:
    """Say what is wrong. Our own errors carry a sentence; any other is a fault of ddq, told without any answer."""
    own = cast(Any, error)
    if isinstance(error, Misused):
        tell(f"ddq: {error.msg}")
        return USAGE
    if hasattr(error, "title") and hasattr(error, "msg"):
        problems = getattr(error, "problems", None)
        tell(*(str(problem) for problem in problems) if problems else (f"ddq: {own.msg}",))
        return FOUND
    if isinstance(error, OSError) and error.filename is not None:
        tell(f"ddq: {error.filename}: {error.strerror}")
        return FOUND
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
        tell(f"ddq: the result could not be written: {error.strerror}; free space, or write to another place")
        _let_go_of_stdout()
        return FOUND
    from ddq.tui.crash import crash_sentence, write_crash
    from ddq.workspace.surroundings import cache_folder

    tell(f"ddq: {crash_sentence(write_crash(error, cache_folder()))}")
    return FOUND
