"""The page opens with the address that is printed, which holds a key; it is for one person on one machine. Ctrl+C ends
the server and the app, and what was being written is kept."""

from __future__ import annotations

import gc
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from ddq.cli.target import whole_number
from ddq.cli.terminal import OK, Misused, say, tell


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("id", nargs="?", metavar="ID", help="open at this assessment, or a beginning or end of its id")
    parser.add_argument("--port", type=whole_number, default=0, metavar="N", help="this port, instead of a free one")
    parser.add_argument("--windows", type=whole_number, default=1, metavar="N", help="browser windows at once (1)")
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="this machine's address to listen on")
    parser.add_argument(
        "--allow-network", action="store_true", help="needed for an address that other machines can reach"
    )


def run(options: Namespace) -> int:
    """Serve until it is told to end."""
    from ddq.tui.serve import Serving, check_installed, is_loopback
    from ddq.workspace.surroundings import default_folder
    from ddq.workspace.workspace import Workspace

    if options.port > 65535:
        raise Misused(f"--port: {options.port} is no port; they end at 65535")
    if options.windows < 1:
        raise Misused("--windows: at least one window is needed")
    if options.host in ("", "0.0.0.0", "::", "*"):  # noqa: S104 - it is refused
        raise Misused("--host: name one address of this machine; all of them at once are never served")
    if not is_loopback(options.host):
        if not options.allow_network:
            raise Misused(
                f"--host: other machines can reach {options.host}; leave it out, or say --allow-network as well"
            )
        tell(
            f"ddq: warning: {options.host} can be reached by other machines, and nothing on the way is encrypted;"
            " this is not meant for shared hosts or open networks"
        )
    check_installed()
    folder = Path(options.workspace).expanduser() if options.workspace else default_folder()
    with Workspace(folder.absolute()) as workspace:
        folder = workspace.folder
        assessment = None if options.id is None else workspace.find(options.id)
    from ddq.tui.serve.server import serve

    gc.enable()  # the server runs for hours
    serve(Serving(folder, assessment, options.host, options.port, options.windows), _started)
    tell("ddq: the server has ended")
    return OK


def _started(address: str) -> None:
    tell("ddq: open this address in your browser; whoever has it can read and answer, so give it to nobody")
    say(address)
    sys.stdout.flush()
    tell("ddq: Ctrl+C ends it")
