"""One line of typing into a raw answer, by the kind of the question."""

from __future__ import annotations

from collections.abc import Callable

from ddq.assessment.written_rows import headings
from ddq.questionnaire.model import AnyQuestion, Choice, ChoicesQuestion, GroupQuestion
from ddq.tui.matching import matching
from ddq.tui.plain.console import Console


class Unclear(Exception):
    """What was typed is not an answer to this question; the message says what would be."""


def prompt(question: AnyQuestion) -> str:
    """What to type, in a few words."""
    if isinstance(question, GroupQuestion):
        return f"One line an entry, as {headings(question)}; a single dot ends it"
    return _PROMPTS.get(question.kind, "Answer")


def options(question: AnyQuestion, offered: tuple[Choice, ...]) -> list[str]:
    """The numbered options of a question with choices."""
    if question.kind == "yes_no":
        return ["Yes", "No"]
    return [f"{choice.label}. {choice.help}" if choice.help else choice.label for choice in offered]


def read(console: Console, question: AnyQuestion, offered: tuple[Choice, ...], typed: str) -> object:
    """The raw answer that `typed` means; asks again where more is needed.

    Raises:
        Unclear: it means none.
    """
    return _READERS.get(question.kind, _text)(console, question, offered, typed)


def _text(_: Console, question: AnyQuestion, offered: tuple[Choice, ...], typed: str) -> object:
    return typed


def _long_text(console: Console, question: AnyQuestion, offered: tuple[Choice, ...], typed: str) -> object:
    """Lines until one that is a single dot."""
    lines = [typed]
    while (line := console.ask("More, or a single dot to end")) != ".":
        lines.append(line)
    return "\n".join(lines)


def _yes_no(_: Console, question: AnyQuestion, offered: tuple[Choice, ...], typed: str) -> object:
    word = typed.strip().casefold()
    if word in ("1", "yes", "y"):
        return True
    if word in ("2", "no", "n"):
        return False
    raise Unclear("Type 1 for yes or 2 for no.")


def _choice(_: Console, question: AnyQuestion, offered: tuple[Choice, ...], typed: str) -> object:
    return _code(offered, typed.strip())


def _choices(_: Console, question: AnyQuestion, offered: tuple[Choice, ...], typed: str) -> object:
    words = typed.replace(",", " ").split()
    if words in (["none"], ["0"]) and isinstance(question, ChoicesQuestion) and question.none_of_these:
        return []
    return [_code(offered, word) for word in words]


def _code(offered: tuple[Choice, ...], word: str) -> str:
    if word.isdecimal() and word.isascii() and 1 <= int(word) <= len(offered):
        return offered[int(word) - 1].code
    if word in {choice.code for choice in offered}:
        return word
    raise Unclear(f"Type a number from 1 to {len(offered)}.")


def _country(console: Console, question: AnyQuestion, offered: tuple[Choice, ...], typed: str) -> object:
    found = matching(typed)
    if not found:
        raise Unclear("No country has such a name or code. Type the beginning of its name, or its code such as NO.")
    if len(found) == 1 or typed.strip().upper() == found[0][0]:
        return found[0][0]
    few = found[:9]
    picked = console.choose("Which one, by number; Enter for none", [f"{name}, {code}" for code, name in few])
    if isinstance(picked, str):
        raise Unclear("No country was chosen.")
    return few[picked][0]


def _countries(console: Console, question: AnyQuestion, offered: tuple[Choice, ...], typed: str) -> object:
    parts = [part.strip() for part in typed.split(",") if part.strip()]
    return [_country(console, question, offered, part) for part in parts]


def _entity(console: Console, question: AnyQuestion, offered: tuple[Choice, ...], typed: str) -> object:
    kind = console.choose("What is it, by number; Enter for an organisation", ["An organisation", "A person"])
    seat = console.ask("Country code of the seat; Enter if not known").strip()
    return {"name": typed, "kind": "person" if kind == 1 else "organisation", "country": seat or None}


def _evidence(_: Console, question: AnyQuestion, offered: tuple[Choice, ...], typed: str) -> object:
    return [part.strip() for part in typed.split(";") if part.strip()]


_Reader = Callable[[Console, AnyQuestion, tuple[Choice, ...], str], object]
_READERS: dict[str, _Reader] = {
    "long_text": _long_text,
    "group": _long_text,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "country": _country,
    "countries": _countries,
    "entity": _entity,
    "evidence": _evidence,
}
_PROMPTS = {
    "text": "Answer",
    "long_text": "Answer, in several lines; a single dot ends it",
    "integer": "A whole number",
    "decimal": "A number such as 12.5",
    "money": "Currency and amount, such as EUR 1000",
    "percent": "A percentage from 0 to 100",
    "date": "A day, written year-month-day",
    "yes_no": "Number",
    "choice": "Number",
    "choices": "Numbers with spaces between, or none",
    "country": "Country, by the beginning of its name or its code",
    "countries": "Countries with commas between",
    "entity": "Name",
    "evidence": "Path of a file or a link; several with a semicolon between",
}
