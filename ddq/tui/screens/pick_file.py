"""Choose a file: the folders and files of one folder, narrowed by what is typed; or a path, typed whole."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ddq.questionnaire.text import folded
from ddq.tui.screens.base import Dialog, Explained, explain
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import Input, Static, on_one_line
from ddq.tui.words import size_words


class Found(NamedTuple):
    """One thing in a folder."""

    name: str
    is_folder: bool
    size: int


class PickFile(Dialog):
    """Dismissed with the path of a file that was taken; with None on Esc."""

    EXPLAINED = (
        (
            "Find the file",
            "Folders come first. Type part of a name to list fewer; Enter opens a folder or takes a file; "
            "Backspace goes to the folder around. A whole path can be typed too. Hidden files are left out, but "
            "can be named.",
        ),
        (
            "What happens to it",
            "ddq keeps a copy in the workspace, of up to 100 MB. The file itself stays where and as it is.",
        ),
    )

    GROUP: ClassVar[Binding.Group] = Binding.Group("Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Open", id="pick.take", priority=True, tooltip="Open it, or take it", group=GROUP),
        Binding("backspace", "up_folder", "Up", id="pick.up", priority=True, tooltip="The folder around", group=GROUP),
        Binding("up", "move(-1)", "Line up", show=False, id="pick.before", tooltip="The line above", group=GROUP),
        Binding("down", "move(1)", "Line down", show=False, id="pick.after", tooltip="The line below", group=GROUP),
        Binding("escape", "cancel", "Cancel", id="pick.cancel", tooltip="Choose none", group=GROUP),
    ]

    def __init__(
        self, title: str, folder: Path, take: Callable[[Path], str | None], explained: Explained | None = None
    ) -> None:
        """Take where to begin, and `take`, which takes a file or says why it does not."""
        super().__init__()
        self.explained = explained or self.EXPLAINED
        self.asked, self.folder, self.take = title, folder, take
        self.all: list[Found] = []
        self.found: list[Found] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="box tall"):
            yield Static(self.asked, classes="title")
            yield Static(id="folder", classes="quiet")
            yield Input(placeholder="part of a name, or a whole path")
            yield Static(id="problem")
            yield LineList()
        yield KeyLine()

    def on_mount(self) -> None:
        self._say(None)
        self.query_one(Input).focus()
        self._go(self.folder)

    def _go(self, folder: Path, at: str | None = None) -> None:
        """To a folder; `at` is the name on which the cursor then stands."""
        self.run_worker(partial(self._read, folder, at), exclusive=True)

    async def _read(self, folder: Path, at: str | None) -> None:
        """Read the folder beside the screen: one in a network may take long, and one may be long."""
        try:
            found = await asyncio.to_thread(listed, folder)
        except OSError as error:
            self._say(f"{folder}: this folder cannot be read: {error.strerror or error}.")
            if self.all or folder.parent == folder:
                return
            self._go(folder.parent)
            return
        self.folder, self.all = folder, found
        self.query_one(Input).value = ""
        self.query_one("#folder", Static).update(Content(on_one_line(str(folder))))
        self._narrow("", at)

    def _narrow(self, typed: str, at: str | None = None) -> None:
        """Show what has the words in its name; while a path is typed, everything."""
        words = [] if _is_path(typed) else folded(typed).split()
        self.found = [one for one in self.all if all(word in folded(one.name) for word in words)]
        names = [one.name for one in self.found]
        cursor = names.index(at) if at in names else 0 if names else None
        rows = [_drawn(one) for one in self.found]
        self.query_one(LineList).set_rows(rows or [Content.styled(" Nothing here.", "$quiet")], cursor)

    def _say(self, problem: str | None) -> None:
        static = self.query_one("#problem", Static)
        static.update(f"! {problem}" if problem else "")
        static.display = problem is not None

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if event.value:
            self._say(None)
        self._narrow(event.value)

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self._open_line()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Backspace takes out what was typed; only then it goes up."""
        return action != "up_folder" or not self.query(Input) or not self.query_one(Input).value

    def action_explain(self) -> None:
        """What is asked here."""
        explain(self, self.explained)

    def action_move(self, step: int) -> None:
        """Another line."""
        self.query_one(LineList).action_cursor(step)

    def action_up_folder(self) -> None:
        """To the folder around this one, with the cursor on where one comes from."""
        if self.folder.parent != self.folder:
            self._go(self.folder.parent, self.folder.name)

    def action_take(self) -> None:
        """Open the folder, or take the file: of the path that is typed, else of the line."""
        typed = self.query_one(Input).value.strip()
        if not _is_path(typed):
            self._open_line()
            return
        path = self.folder / Path(typed).expanduser()
        if path.is_dir():
            self._go(Path(os.path.normpath(path)))
        else:
            self._take(path)

    def _open_line(self) -> None:
        at = self.query_one(LineList).cursor
        if at is None or at >= len(self.found):
            return
        one = self.found[at]
        if one.is_folder:
            self._go(self.folder / one.name)
        else:
            self._take(self.folder / one.name)

    def _take(self, path: Path) -> None:
        problem = self.take(path)
        if problem is None:
            self.dismiss(path)
        else:
            self._say(problem)


def listed(folder: Path) -> list[Found]:
    """What is in a folder, the folders first; what is hidden is left out.

    Raises:
        OSError: it cannot be read.
    """
    with os.scandir(folder) as entries:
        found = [_found(entry) for entry in entries if not entry.name.startswith(".")]
    return sorted(found, key=lambda one: (not one.is_folder, folded(one.name), one.name))


def _found(entry: os.DirEntry[str]) -> Found:
    try:
        is_folder = entry.is_dir()
        return Found(entry.name, is_folder, 0 if is_folder else entry.stat().st_size)
    except OSError:  # gone meanwhile, or a link to nowhere
        return Found(entry.name, False, 0)


def _is_path(typed: str) -> bool:
    return typed.startswith("~") or "/" in typed or os.sep in typed


def _drawn(one: Found) -> Content:
    name = on_one_line(one.name)
    if one.is_folder:
        return Content.assemble(("▸ ", "$primary"), (f"{name}/", "bold"))
    return Content.assemble("  ", name, (f"  {size_words(one.size)}", "$quiet"))
