"""What commands that write or read encrypted files share: the options, and the warning before the first time."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.terminal import Misused

if TYPE_CHECKING:
    from ddq.workspace.workspace import Workspace


def declare_encrypting(parser: ArgumentParser) -> None:
    """The options of a command that may encrypt what it writes."""
    parser.add_argument(
        "--encrypt-to", metavar="age1…", help="encrypt it, so that only the holder of this key (`ddq key new`) reads it"
    )
    parser.add_argument(
        "--key-kept", action="store_true", help="say, the first time, that the key file is kept in two places"
    )


def declare_key(parser: ArgumentParser) -> None:
    """The option of a command that reads what may be encrypted."""
    parser.add_argument("--key", type=Path, metavar="FILE", help="the key file that opens it, where it is encrypted")


@contextmanager
def plain_target(options: Namespace, workspace: Workspace, out: Path) -> Generator[Path]:
    """Where to write the plain file: `out`, or a place in the workspace from which it is encrypted to `out`."""
    if options.encrypt_to is None:
        yield out
        return
    from ddq.store.encryption import WARNING, check_public, encrypt

    public = check_public(options.encrypt_to)
    if not workspace.store.trusts(public):
        if not options.key_kept:
            raise Misused(f"{WARNING} Then repeat this with --key-kept; nothing was written")
        workspace.store.trust(public)
    plain = workspace.folder / f".{out.name[:100]}.plain.tmp"
    try:
        yield plain
        encrypt(plain, out, [public])
    finally:
        plain.unlink(missing_ok=True)
