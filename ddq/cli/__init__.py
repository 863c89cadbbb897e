"""The commands. `main` is the way in; everything heavy is imported by the command that needs it."""

import sys

from ddq import __version__


def main() -> int:
    """Run the command of this process's arguments; returns the exit code."""
    if sys.argv[1:] == ["--version"]:  # before any import: asked for by scripts, it takes no longer than Python itself
        sys.stdout.write(f"ddq {__version__}\n")
        return 0
    from ddq.cli.dispatch import run

    return run(sys.argv[1:])
