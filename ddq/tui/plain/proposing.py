"""At the list of a group in line mode: cells that are pasted, said back before anything is written."""

from __future__ import annotations

from ddq.assessment.tabled import NoTable
from ddq.tui.plain.talk import Stay, Talk
from ddq.tui.proposed import Proposed, pasted
from ddq.tui.words import counted

_END = "."


def paste(talk: Talk) -> None:
    """Take lines until one that is a full stop alone, and add what they say if that is wanted."""
    talk.say("Paste the lines, cells apart by tabs; the first may name the fields. A line with a full stop alone ends.")
    lines: list[str] = []
    while (line := talk.console.ask("Line")).strip() != _END:
        lines.append(line)
    try:
        propose(talk, pasted(talk.sitting, "\n".join(lines)))
    except NoTable as error:
        talk.say(str(error))
        raise Stay from None


def propose(talk: Talk, proposed: Proposed) -> None:
    """Say what would be written and what could not be read; write it if that is wanted."""
    talk.say(proposed.told)
    talk.tell((*proposed.lines, *(f"Not read: {remark}" for remark in proposed.remarks)))
    if proposed.is_empty or not talk.console.confirm("Write this"):
        talk.say("Nothing is written.")
        raise Stay
    written = talk.sitting.enter(proposed.entries())
    talk.say(f"Written: {counted(written, 'entry', 'entries')}. :undo takes all of it back.")
