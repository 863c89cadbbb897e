"""The commands of the line mode: everything that a key does in the app, as a word after a colon."""

from __future__ import annotations

from ddq.questionnaire.problems import did_you_mean
from ddq.tui.plain import answering, looking, moving, reviewing, signing, weighing
from ddq.tui.plain.console import Ended
from ddq.tui.plain.talk import Command, Instead, Stay, Talk


def obey(talk: Talk, typed: str) -> None:
    """Run the command in `typed`, which begins with a colon."""
    while True:
        word, _, rest = typed[1:].strip().partition(" ")
        command = COMMANDS.get(word.casefold())
        if command is None:
            hint = did_you_mean(word, COMMANDS)
            talk.say(f"There is no command {word}{f'; {hint}' if hint else ''}. Type :help for all commands.")
            raise Stay
        try:
            command.run(talk, rest.strip())
            return
        except Instead as other:
            typed = str(other)


def _help(talk: Talk, rest: str) -> None:
    """The commands by subject; with a word, those of one subject."""
    wanted = {name: known for name, known in SUBJECTS.items() if rest.casefold() in name.casefold()}
    for subject, commands in (wanted or SUBJECTS).items():
        talk.say(f"{subject}.")
        for word, command in commands.items():
            talk.say(f":{word} {command.told}")
    talk.say("A text that begins with a colon is written with two.")
    raise Stay


def _quit(talk: Talk, rest: str) -> None:
    raise Ended


SUBJECTS: dict[str, dict[str, Command]] = {
    "Going to a question": moving.COMMANDS,
    "Answering": answering.COMMANDS,
    "Looking": looking.COMMANDS,
    "The score": weighing.COMMANDS,
    "Review": reviewing.COMMANDS,
    "Decision": signing.COMMANDS,
    "Help and leaving": {
        "help": Command(_help, "names these commands; :help review those of one subject"),
        "quit": Command(_quit, "leaves; everything that was answered is saved"),
    },
}
COMMANDS: dict[str, Command] = {word: one for commands in SUBJECTS.values() for word, one in commands.items()}
