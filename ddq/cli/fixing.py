"""`ddq lint --fix`: mends in the files what can be mended safely, and says what was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.terminal import tell

if TYPE_CHECKING:
    from ddq.questionnaire.problems import Problem

MAX_ROUNDS = 1000
"""What a file hides comes to light once what is before it is mended; each round mends at least one thing."""
RELEASED = "released"
"""A released version is never changed."""


def fix(files: Sequence[Path], find: Callable[[Path], Iterable[Problem]]) -> None:
    """Mend the files; nothing but these is written, however a problem in another one is found."""
    own = {file.resolve(): file for file in files if file.parent.name != RELEASED}
    for file in files:
        for _ in range(MAX_ROUNDS):
            if not _mended(own, find(file)):
                break


def _mended(own: Mapping[Path, Path], problems: Iterable[Problem]) -> bool:
    by_file: dict[Path, list[Problem]] = {}
    for problem in problems:
        place = Path(problem.file).resolve()
        if problem.fix is not None and place in own:
            by_file.setdefault(place, []).append(problem)
    changes = [_write(place, found) for place, found in by_file.items()]
    return any(changes)


def _write(path: Path, problems: Iterable[Problem]) -> bool:
    from ddq.authoring.fixing import patched
    from ddq.store.fsio import write_atomically

    text = path.read_bytes().decode("utf-8")
    found = patched(text, problems)
    if found.text == text:
        return False
    write_atomically(path, found.text.encode("utf-8"), path.stat().st_mode & 0o777)
    for problem in found.mended:
        if problem.fix is not None:
            now = f"{problem.fix.old} is now {problem.fix.new}" if problem.fix.new else f"{problem.fix.old} is deleted"
            tell(f"{problem.file}:{problem.line}:{problem.col}: {problem.code} mended: {now}")
    return True
