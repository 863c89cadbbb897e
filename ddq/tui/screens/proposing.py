"""From the list of a group: what a paste would add to it, shown first and written if it is wanted."""

from __future__ import annotations

from functools import partial

from ddq.assessment.subjects import NotAccepted
from ddq.store.protocol import Conflict, StoreError
from ddq.tui.proposed import Proposed, pasted
from ddq.tui.screens.propose import Propose
from ddq.tui.screens.sitting_screen import SittingScreen
from ddq.tui.words import counted, sentence


def propose_paste(screen: SittingScreen, text: str | None) -> None:
    """Show what pasted cells would add to the list; without a text, wait for the paste."""
    group = screen.sitting.group
    assert group is not None
    read = partial(pasted, screen.sitting)
    dialog = Propose("Paste from a spreadsheet", group, partial(_keep, screen), read=read)
    screen.desk.push_screen(dialog, partial(_written, screen))
    if text is not None:
        dialog.call_after_refresh(dialog.take, text)


def _keep(screen: SittingScreen, proposed: Proposed) -> str | None:
    try:
        screen.sitting.enter(proposed.entries())
    except Conflict:
        return "Somebody else changed the list in the meantime, and nothing was written. F3 writes it now."
    except (NotAccepted, StoreError) as error:
        return f"{sentence(error)} Nothing was written."
    return None


def _written(screen: SittingScreen, number: int | None) -> None:
    if number is None:
        return
    screen.change(lambda: None, screen.show)
    screen.tell(f"Written: {counted(number, 'entry', 'entries')}. F8 takes all of it back.")
