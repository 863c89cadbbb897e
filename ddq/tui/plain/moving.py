"""The commands that go somewhere: to the next, to an open one, to one by id, by words, or by what is the matter."""

from __future__ import annotations

from itertools import islice

from ddq.assessment.attention import attention
from ddq.assessment.items import progress_words
from ddq.assessment.searching import passages, search
from ddq.questionnaire.problems import did_you_mean
from ddq.tui.here import Place
from ddq.tui.plain.talk import Command, Stay, Talk
from ddq.tui.whole_files import damaged_files_now
from ddq.tui.words import STANDINGS, counted

_MOST = 200
"""How many hits of a search are named; who sees so many types another word."""
_GO = "A number goes there; Enter stays"


def _again(talk: Talk, rest: str) -> None:
    """Nothing is done, and the question is put once more."""


def _next(talk: Talk, rest: str) -> None:
    if not talk.sitting.forward():
        talk.say("That was the last question.")
        raise Stay


def _back(talk: Talk, rest: str) -> None:
    if not talk.sitting.backward():
        talk.say("This is the first question.")
        raise Stay


def _open(talk: Talk, rest: str) -> None:
    if not talk.sitting.to_open():
        talk.say("No question is open.")
        raise Stay


def _up(talk: Talk, rest: str) -> None:
    talk.sitting.go(talk.sitting.place.question)


def _go(talk: Talk, rest: str) -> None:
    named = named_question(talk, rest)
    if named is None:
        raise Stay
    talk.sitting.go(named)


def named_question(talk: Talk, typed: str) -> str | None:
    """The question with this id, whatever its case; None where there is none, which is said."""
    ids = talk.sitting.interview.order
    named = next((name for name in ids if name.casefold() == typed.casefold()), None)
    if named is None:
        hint = did_you_mean(typed, ids)
        talk.say(f"There is no question {typed or 'without an id'}{f'; {hint}' if hint else ''}. :list names them.")
    return named


def _list(talk: Talk, rest: str) -> None:
    """All questions, or those whose standing has `rest` in its word, such as open or flagged."""
    for section in talk.sitting.interview.sections:
        put = [item for item in section.items if item.visible is not False and item.question.kind != "computed"]
        wanted = [item for item in put if rest.casefold() in STANDINGS[item.standing].word]
        if wanted:
            talk.say(f"{section.section.title}, {progress_words(section.progress)}.")
        for item in wanted:
            talk.say(f"{item.id}, {STANDINGS[item.standing].word}: {talk.sitting.said(item.question.text)}")
    raise Stay


def _search(talk: Talk, rest: str) -> None:
    words = rest or talk.console.needed("Words to look for")
    found = list(islice(search(passages(talk.sitting.interview), words), _MOST + 1))
    if not found:
        talk.say("Nothing has these words.")
        raise Stay
    more = "More than " if len(found) > _MOST else ""
    talk.say(f"{more}{counted(min(len(found), _MOST), 'place')} with these words.")
    lines: list[tuple[str, Place | None]] = []
    for hit in found[:_MOST]:
        one = hit.passage
        where = f"{one.question or 'the whole'}, {f'entry {one.row}, ' if one.row else ''}{one.where}"
        lines.append((f"{where}: {hit.excerpt}", None if one.question is None else Place(one.question, one.row)))
    talk.visit(_GO, lines)


def _check(talk: Talk, rest: str) -> None:
    found = attention(talk.sitting.interview, damaged_files_now(talk.opened))
    if not found:
        talk.say("Nothing is missing, wrong or doubtful.")
        raise Stay
    talk.say(f"{counted(len(found), 'thing')} to look at, the gravest first.")
    lines: list[tuple[str, Place | None]] = []
    for one in found:
        where = one.question + (f", entry {one.row}" if one.row else "")
        lines.append((f"{where}, {one.matter.value}: {one.text}", Place(one.question, one.row, one.field)))
    talk.visit(_GO, lines)


def _apart(talk: Talk, rest: str) -> None:
    interview = talk.sitting.interview
    found = [interview.items[name] for name in interview.set_apart()]
    if not found:
        talk.say("Nothing is set apart.")
        raise Stay
    talk.say("Answered, and does not apply any more. Nothing is deleted; it counts again once it applies.")
    lines: list[tuple[str, Place | None]] = []
    for item in found:
        why = f" It {item.hidden_because}." if item.hidden_because else ""
        lines.append((f"{item.id}: {talk.sitting.said(item.question.text)}{why}", Place(item.id)))
    talk.visit(_GO, lines)


COMMANDS: dict[str, Command] = {
    "again": Command(_again, "reads the question out again"),
    "next": Command(_next, "goes on without answering"),
    "back": Command(_back, "goes to the question before"),
    "open": Command(_open, "goes to the next question still to be answered"),
    "go": Command(_go, "ID goes to a question"),
    "up": Command(_up, "goes from an entry back to its list"),
    "list": Command(_list, "names all questions; :list open or :list flagged names some"),
    "search": Command(_search, "WORDS looks in questions, answers, notes, sources and comments"),
    "check": Command(_check, "names everything that is missing, wrong or doubtful"),
    "apart": Command(_apart, "names what was answered and does not apply any more"),
}
