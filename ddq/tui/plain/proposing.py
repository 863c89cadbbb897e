"""At the list of a group in line mode: cells that are pasted and files, said back before anything is written."""

from __future__ import annotations

from pathlib import Path

from ddq.assessment.tabled import NoTable
from ddq.questionnaire.problems import SourceError
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


def import_file(talk: Talk, path: str) -> None:
    """Say what a file would write into the list; where it is about several companies, ask whose owners are meant."""
    from ddq.tui.importing import propose as proposed_by  # loaded when a file is imported
    from ddq.tui.importing import read_file

    file = Path(path or talk.console.needed("Which file")).expanduser()
    try:
        read = read_file(talk.sitting, file)
        target = None
        if len(read.targets) > 1:
            talk.say("None of the companies in the file is called exactly as the vendor is.")
            picked = talk.pick("Whose owners are meant", [name for _, name in read.targets])
            if picked is None:
                raise Stay
            target = read.targets[picked][0]
        proposed = proposed_by(talk.sitting, read, target)
    except SourceError as error:
        talk.say(f"Not read. {error.problems[0].sentence}.")
        raise Stay from None
    except (NoTable, OSError) as error:
        talk.say(f"Not read. {error}")
        raise Stay from None
    propose(talk, proposed)


def propose(talk: Talk, proposed: Proposed) -> None:
    """Say what would be written and what could not be read; write it if that is wanted."""
    talk.say(proposed.told)
    talk.tell((*proposed.lines, *(f"Note: {remark}" for remark in proposed.remarks)))
    if proposed.is_empty or not talk.console.confirm("Write this"):
        talk.say("Nothing is written.")
        raise Stay
    written = talk.sitting.enter(proposed.entries())
    talk.say(f"Written: {counted(written, 'entry', 'entries')}. :undo takes all of it back.")
