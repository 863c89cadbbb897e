"""From the list of a group: what a paste or a file would write into it, shown first and written if it is wanted."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from ddq.assessment.subjects import NotAccepted
from ddq.assessment.tabled import NoTable
from ddq.questionnaire.problems import SourceError
from ddq.store.protocol import Conflict, StoreError
from ddq.tui.proposed import Proposed, pasted
from ddq.tui.screens.choosing import Choose
from ddq.tui.screens.propose import Propose
from ddq.tui.screens.sitting_screen import SittingScreen
from ddq.tui.typed import settings_of
from ddq.tui.words import counted, sentence

FILES_OF_LISTS = (
    (
        "Find the file",
        "Folders come first. Type part of a name to list fewer; Enter opens a folder or takes a file; Backspace goes "
        "to the folder around. A whole path can be typed too.",
    ),
    (
        "Which files",
        "A table (CSV, .xlsx) whose first line names the fields, for any list. For owners also ownership files: BODS, "
        "GLEIF, FollowTheMoney, or a table of who owns whom. What would change is shown before anything is written; "
        "entries that are there are matched by name. The file itself stays where and as it is.",
    ),
)
"""What F1 says where a file for a list is chosen."""


def propose_paste(screen: SittingScreen, text: str | None) -> None:
    """Show what pasted cells would add to the list; without a text, wait for the paste."""
    group = screen.sitting.group
    assert group is not None
    read = partial(pasted, screen.sitting)
    dialog = Propose("Paste from a spreadsheet", group, partial(_keep, screen), read=read)
    screen.desk.push_screen(dialog, partial(_written, screen))
    if text is not None:
        dialog.call_after_refresh(dialog.take, text)


def propose_file(screen: SittingScreen) -> None:
    """Choose a file, and show what it would write into the list."""
    from ddq.tui.screens.pick_file import PickFile  # loaded when it is first shown

    settings, is_web = settings_of(screen), screen.desk.is_web
    last = settings.now.folder
    folder = Path(last) if last and not is_web and Path(last).is_dir() else Path.cwd()

    def taken(path: Path | None) -> None:
        if path is None:
            return
        if not is_web:
            settings.change(folder=str(path.parent))
        _import(screen, path)

    screen.desk.push_screen(PickFile("Import a file into the list", folder, _is_file, FILES_OF_LISTS), taken)


def _is_file(path: Path) -> str | None:
    return None if path.is_file() else f"{path}: there is no such file."


def _import(screen: SittingScreen, path: Path) -> None:
    """Read the file beside the screen; where it is about several companies, ask whose owners are meant."""
    from ddq.tui.importing import ReadFile, propose, read_file  # loaded when a file is imported

    sitting = screen.sitting
    group = sitting.group
    assert group is not None
    dialog = Propose(f"Import {path.name}", group, partial(_keep, screen), waits="Reading …")

    def show(file: ReadFile, target: str | None) -> None:
        try:
            dialog.show(propose(sitting, file, target))
        except NotAccepted as error:
            failed(sentence(error))

    def failed(why: str) -> None:
        dialog.waits = "Nothing was read. Esc goes back."
        dialog.show(None)
        dialog.say(why)

    async def read() -> None:
        try:
            file = await asyncio.to_thread(read_file, sitting, path)
        except SourceError as error:
            failed(f"{error.problems[0].sentence}.")
        except (NoTable, OSError) as error:
            failed(str(error))
        else:
            if len(file.targets) < 2:
                show(file, None)
                return
            options = [(identifier, name, "") for identifier, name in file.targets]
            told = "None of the companies in the file is called exactly as the vendor is."

            def chosen(target: str | None) -> None:
                if target is None:
                    dialog.dismiss(None)
                else:
                    show(file, target)

            screen.desk.push_screen(Choose("Whose owners are meant?", told, options), chosen)

    dialog.begin = read
    screen.desk.push_screen(dialog, partial(_written, screen))


def _keep(screen: SittingScreen, proposed: Proposed) -> int | str:
    try:
        return screen.sitting.enter(proposed.entries())
    except Conflict:
        return "Somebody else changed the list in the meantime, and nothing was written. F3 writes it now."
    except (NotAccepted, StoreError) as error:
        return f"{sentence(error)} Nothing was written."


def _written(screen: SittingScreen, number: int | None) -> None:
    if number is None:
        return
    screen.change(lambda: None, screen.show)
    screen.tell(f"Written: {counted(number, 'entry', 'entries')}. F8 takes all of it back.")
