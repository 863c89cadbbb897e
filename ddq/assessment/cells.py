"""One cell of a table as the raw answer to a question: as people write it, not as a questionnaire stores it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from pydantic import JsonValue

from ddq.questionnaire.answers import ValueProblem, json_value, parse_value
from ddq.questionnaire.countries import country_names, is_country
from ddq.questionnaire.model import AnyQuestion, ChoiceQuestion, ChoicesQuestion, EvidenceQuestion
from ddq.questionnaire.text import folded

_NOTHING = frozenset({"-", "–", "—", "?", "n/a", "na", "null", "unknown", "not known", "not disclosed", "#n/a"})
_ERROR = re.compile(r"#(REF|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC)[!?]?\Z", re.IGNORECASE)
_FORMULA = re.compile(r"=|[+@-][A-Za-z_][\w.]*[(|!]")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")
_CODE_AT_END = re.compile(r"(.*)\(([A-Za-z]{2})\)\Z", re.DOTALL)
_COMMA = re.compile(r"[-+]?\d+,\d+\Z")
_BLANKS = re.compile(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")


class NothingSaid(Exception):
    """The cell says that nothing is known."""


def read_cell(field: AnyQuestion, text: str) -> JsonValue:
    """The raw answer in a cell, checked against its field.

    Raises:
        NothingSaid: it says that nothing is known, as `n/a` does.
        ValueProblem: it does not fit; the message is one sentence.
    """
    said = text.strip()
    if _FORMULA.match(said) or _ERROR.match(said):
        raise ValueProblem(f"{_quoted(said)} is a formula or its error, not a value; copy the cells as values.")
    if folded(said) in _NOTHING and not _is_choice(field, said):
        raise NothingSaid
    return cast(JsonValue, json_value(parse_value(field, _READERS.get(field.kind, _as_it_is)(field, said))))


def meant(field: AnyQuestion, said: str) -> str:
    """A number, a percentage or a day as the questionnaire writes it; anything else as it is."""
    return str(_READERS[field.kind](field, said.strip())) if field.kind in _NUMBERS else said


def _is_choice(field: AnyQuestion, said: str) -> bool:
    return isinstance(field, ChoiceQuestion | ChoicesQuestion) and _chosen(field, said) is not None


def _as_it_is(_: AnyQuestion, said: str) -> object:
    return said


def _number(_: AnyQuestion, said: str) -> object:
    """`12,5` is 12.5; `1,000` may be a thousand or one, and stays as it is."""
    plain = _BLANKS.sub("", said)
    if _COMMA.match(plain) and (len(plain.partition(",")[2]) != 3 or plain.lstrip("+-").startswith("0,")):
        return plain.replace(",", ".")
    return plain


def _percent(_: AnyQuestion, said: str) -> object:
    plain = _BLANKS.sub("", said).removesuffix("%")
    return plain.replace(",", ".") if _COMMA.match(plain) else plain


def _date(_: AnyQuestion, said: str) -> object:
    """`31.01.2026` as well; with strokes the day and the month cannot be told apart."""
    day = _GERMAN_DAY.match(said)
    return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day else said


def _yes_no(_: AnyQuestion, said: str) -> object:
    return {"y": "yes", "true": "yes", "1": "yes", "x": "yes", "n": "no", "false": "no", "0": "no"}.get(
        said.casefold(), said
    )


def _chosen(field: ChoiceQuestion | ChoicesQuestion, said: str) -> str | None:
    """The code of the choice that is meant: by its code, its label, or a beginning of one label alone."""
    choices = () if isinstance(field.choices, str) else field.choices
    words = _key(said)
    for choice in choices:
        if words in (_key(choice.code), _key(choice.label)):
            return choice.code
    begun = [choice.code for choice in choices if len(words) >= 3 and _key(choice.label).startswith(f"{words} ")]
    return begun[0] if len(begun) == 1 else None


def _choice(field: Any, said: str) -> object:
    code = _chosen(field, said)
    if code is None:
        labels = [] if isinstance(field.choices, str) else [choice.label for choice in field.choices]
        raise ValueProblem(f"{_quoted(said)} is not one of the choices: {'; '.join(labels[:12])}.")
    return code


def _choices(field: Any, said: str) -> object:
    whole = _chosen(field, said)
    return [whole] if whole else [_choice(field, part.strip()) for part in re.split(r"[;,\n]", said) if part.strip()]


def _country(_: AnyQuestion, said: str) -> object:
    """`Norway`, `NO`, `no`, `Norway (NO)`."""
    at_end = _CODE_AT_END.match(said)
    code = (at_end[2] if at_end else said).strip().upper()
    if is_country(code):
        return code
    named = next((code for code, name in country_names().items() if folded(name) == folded(said)), None)
    if named is None:
        raise ValueProblem(f"{_quoted(said)} is no country that is known; write its code, such as NO for Norway.")
    return named


def _countries(field: AnyQuestion, said: str) -> object:
    return [_country(field, part.strip()) for part in re.split(r"[;,\n]", said) if part.strip()]


def _entity(_: AnyQuestion, said: str) -> object:
    at_end = _CODE_AT_END.match(said)
    if at_end and is_country(at_end[2].upper()):
        return {"name": at_end[1].strip(), "country": at_end[2].upper()}
    return said


def _evidence(field: EvidenceQuestion, said: str) -> object:
    links = said.split()
    if not all(link.startswith(("https://", "http://")) for link in links):
        raise ValueProblem("a file is attached by hand; in a table only links are read.")
    return links


def _key(text: str) -> str:
    return " ".join(folded(text).replace("_", " ").split())


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= 40 else line[:39] + '…'}”"


_READERS: dict[str, Callable[[Any, str], object]] = {
    "integer": _number,
    "decimal": _number,
    "percent": _percent,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "country": _country,
    "countries": _countries,
    "entity": _entity,
    "evidence": _evidence,
}
"""By the kind of a field; any other takes the text as it is."""
_NUMBERS = ("integer", "decimal", "percent", "date")
