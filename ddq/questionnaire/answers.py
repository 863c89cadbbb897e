"""Raw answers, as JSON and files hold them, into values and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from ddq.questionnaire.countries import country_name, is_country, is_currency
from ddq.questionnaire.model import (
    AnyQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    ComputedQuestion,
    CountriesQuestion,
    DateQuestion,
    DecimalQuestion,
    EntityQuestion,
    EvidenceQuestion,
    GroupQuestion,
    IntegerQuestion,
    LongTextQuestion,
    MoneyQuestion,
    PercentQuestion,
    TextQuestion,
    YesNoQuestion,
)
from ddq.questionnaire.percentages import is_range
from ddq.questionnaire.problems import did_you_mean
from ddq.questionnaire.text import clean_text, visible_text
from ddq.questionnaire.values import Answered, Entity, Money, Reading, Rows, Value

MAX_NUMBER = 10**15
MAX_DIGITS = 40
MAX_FILES = 200
MAX_IDENTIFIER = 100
_DECIMAL = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\Z")
_COMMA = re.compile(r"[-+]?\d+,\d+\Z")
_MONEY_TEXT = re.compile(r"(?:(?P<before>[A-Za-z]{3})\s*)?(?P<amount>[-+]?[0-9.]+)(?:\s*(?P<after>[A-Za-z]{3}))?\Z")


class ValueProblem(Exception):
    """A raw answer that does not fit its question; the message is one sentence for the person who gave it."""

    title = "The answer does not fit"

    @property
    def msg(self) -> str:
        """What is wrong and what to do."""
        return str(self)


def parse_value(question: AnyQuestion, raw: object) -> Value:
    """The value of a raw, JSON-shaped answer.

    Texts are cleaned (`text.clean_text`); what was typed is for the audit only. Shapes: a text; a number or its text;
    `{amount, currency}` or `"EUR 1000"`; an ISO date; true/false or yes/no; a choice's code; a list of codes; a country
    code; a name or `{name, kind, country}`; a list of evidence ids or links; for a group a list of rows.

    Raises:
        ValueProblem: the answer does not fit the question.
    """
    return _PARSERS[question.kind](question, raw)


def parse_row(group: GroupQuestion, raw: object) -> dict[str, Answered]:
    """A row of a group from its raw fields; an absent or empty field is unknown.

    Raises:
        ValueProblem: a field is not one of the group's, or its value does not fit.
    """
    if not isinstance(raw, Mapping):
        raise ValueProblem(f"A row is a map from field to value, not {_shown(raw)}.")
    fields = {field.id: field for field in group.fields}
    row: dict[str, Answered] = {}
    for name, value in cast(Mapping[str, object], raw).items():
        field = fields.get(name)
        if field is None:
            hint = did_you_mean(str(name), fields)
            raise ValueProblem(f"There is no field {_shown(name)} in {group.id}" + (f"; {hint}" if hint else "."))
        if value is not None:
            try:
                row[name] = parse_value(field, value)
            except ValueProblem as problem:
                raise ValueProblem(f"{name}: {problem}") from None
    return row


def json_value(value: Value) -> Any:
    """The JSON shape of a value, from which `parse_value` gives the same value again."""
    match value:
        case bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case Money():
            return {"amount": str(value.amount), "currency": value.currency}
        case Entity():
            identifiers = [{"scheme": scheme, "value": identifier} for scheme, identifier in value.identifiers]
            return {"name": value.name, "kind": value.kind, "country": value.country, "identifiers": identifiers}
        case Rows():
            return [
                {name: json_value(field) for name, field in row.items() if not isinstance(field, Reading)}
                for row in value.rows
            ]


def _shown(raw: object) -> str:
    text = visible_text(str(raw)).replace("\n", " ")
    return f"“{text if len(text) <= 60 else text[:57] + '…'}”"


def _text(question: TextQuestion | LongTextQuestion, raw: object) -> str:
    if not isinstance(raw, str):
        raise ValueProblem(f"A text is needed here, not {_shown(raw)}.")
    text = clean_text(raw).strip()
    if isinstance(question, TextQuestion):
        text = " ".join(text.split("\n"))
    if not text:
        raise ValueProblem("The text is empty; leave the question open, or say why there is no answer.")
    if len(text) > question.max_length:
        raise ValueProblem(f"The text has {len(text):,} characters; at most {question.max_length:,} fit.")
    return text


def _decimal(raw: object) -> Decimal:
    if isinstance(raw, str) and len(raw) <= MAX_DIGITS and _DECIMAL.match(raw.strip()):
        number = Decimal(raw.strip())
    elif isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        try:
            number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
        except InvalidOperation:
            number = Decimal("NaN")
    else:
        raise ValueProblem(f"{_shown(raw)} is not a number; write it with digits and a point, such as 12.5.")
    if not number.is_finite() or abs(number) > MAX_NUMBER:
        raise ValueProblem(f"{_shown(raw)} is too large a number.")
    return number


def _within(number: int | Decimal, least: int | Decimal | None, most: int | Decimal | None) -> None:
    if least is not None and number < least:
        raise ValueProblem(f"{number} is too small; the least is {least}.")
    if most is not None and number > most:
        raise ValueProblem(f"{number} is too large; the most is {most}.")


def _integer(question: IntegerQuestion, raw: object) -> int:
    number = _decimal(raw)
    if number != number.to_integral_value():
        raise ValueProblem(f"A whole number is needed, and {_shown(raw)} is not one.")
    _within(int(number), question.min, question.max)
    return int(number)


def _any_decimal(question: DecimalQuestion, raw: object) -> Decimal:
    number = _decimal(raw)
    _within(number, question.min, question.max)
    return number


def _percent(_: PercentQuestion, raw: object) -> Decimal:
    if isinstance(raw, str):
        raw = raw.strip().removesuffix("%").rstrip()
        if _COMMA.match(raw):  # no percentage has thousands that a comma could stand between
            raw = raw.replace(",", ".")
        elif is_range(raw):
            raise ValueProblem(
                f"{_shown(raw)} is a range, and here one percentage is needed; a list that takes ranges has fields for "
                "the least and the most."
            )
    number = _decimal(raw)
    _within(number, 0, 100)
    return number


def _money(question: MoneyQuestion, raw: object) -> Money:
    if isinstance(raw, str) and (match := _MONEY_TEXT.match(raw.strip())):
        amount, currency = match["amount"], match["before"] or match["after"]
    elif isinstance(raw, Mapping):
        entries = cast(Mapping[str, object], raw)
        amount, currency = entries.get("amount"), entries.get("currency")
    else:
        raise ValueProblem(f"{_shown(raw)} is not an amount; write it with its currency, such as EUR 1000.")
    if currency is None and len(question.currencies) == 1:
        currency = question.currencies[0]
    if not isinstance(currency, str) or not is_currency(currency.upper()):
        raise ValueProblem("The amount needs a currency (ISO 4217), such as EUR 1000.")
    if question.currencies and currency.upper() not in question.currencies:
        raise ValueProblem(f"{currency.upper()} is not possible here; one of {', '.join(question.currencies)}.")
    number = _decimal(amount)
    _within(number, question.min, question.max)
    return Money(number, currency.upper())


def _date(_: DateQuestion, raw: object) -> date:
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(raw.strip() if isinstance(raw, str) else "")
    except ValueError:
        raise ValueProblem(f"{_shown(raw)} is not a date; write year-month-day, such as 2026-01-31.") from None


def _yes_no(_: YesNoQuestion, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = raw.strip().lower() if isinstance(raw, str) else ""
    if word not in ("yes", "no"):
        raise ValueProblem(f"{_shown(raw)} is neither yes nor no.")
    return word == "yes"


def _code(question: ChoiceQuestion | ChoicesQuestion, raw: object) -> str:
    codes = [choice.code for choice in question.choices] if not isinstance(question.choices, str) else []
    if isinstance(raw, bool) and ("yes" if raw else "no") in codes:
        return "yes" if raw else "no"
    if not isinstance(raw, str) or raw not in codes:
        hint = did_you_mean(str(raw), codes) or f"one of {', '.join(codes)}."
        raise ValueProblem(f"{_shown(raw)} is not one of the choices; {hint}")
    return raw


def _choices(question: ChoicesQuestion, raw: object) -> tuple[str, ...]:
    chosen = {_code(question, item) for item in _list(raw)}
    if not chosen and not question.none_of_these:
        raise ValueProblem("Choose at least one.")
    order = [choice.code for choice in question.choices] if not isinstance(question.choices, str) else []
    return tuple(code for code in order if code in chosen)


def _list(raw: object) -> list[object]:
    if isinstance(raw, str):
        return [raw]
    if not isinstance(raw, list | tuple):
        raise ValueProblem(f"A list is needed here, not {_shown(raw)}.")
    return list(cast(list[object], raw))


def _country(_: object, raw: object) -> str:
    code = raw.strip().upper() if isinstance(raw, str) else ""
    if not is_country(code):
        raise ValueProblem(
            f"{_shown(raw)} is no country code; write ISO 3166-1 alpha-2, such as NO for {country_name('NO')}."
        )
    return code


def _countries(question: CountriesQuestion, raw: object) -> tuple[str, ...]:
    return tuple(sorted({_country(question, item) for item in _list(raw)}))


def _entity(_: EntityQuestion, raw: object) -> Entity:
    entries = cast(Mapping[str, object], raw) if isinstance(raw, Mapping) else {"name": raw}
    name = entries.get("name")
    cleaned = " ".join(clean_text(name).split()) if isinstance(name, str) else ""
    if not 1 <= len(cleaned) <= 300:
        raise ValueProblem("A person or an organisation needs a name of at most 300 characters.")
    kind = entries.get("kind") or "organisation"
    if kind not in ("person", "organisation"):
        raise ValueProblem(f"{_shown(kind)} is neither person nor organisation.")
    country = entries.get("country")
    pairs: list[tuple[str, str]] = []
    for item in _list(entries.get("identifiers") or []):
        pair: Mapping[str, object] = cast(Mapping[str, object], item) if isinstance(item, Mapping) else {}
        scheme, value = pair.get("scheme"), pair.get("value")
        if not isinstance(scheme, str) or not isinstance(value, str):
            raise ValueProblem("An identifier needs a scheme and a value, such as LEI and its code.")
        named, cleaned_value = clean_text(scheme).strip(), clean_text(value).strip()
        if not (1 <= len(named) <= MAX_IDENTIFIER and 1 <= len(cleaned_value) <= MAX_IDENTIFIER):
            raise ValueProblem(f"An identifier has a scheme and a value of 1 to {MAX_IDENTIFIER} characters.")
        pairs.append((named, cleaned_value))
    return Entity(
        cleaned,
        kind,
        None if country is None else _country(None, country),
        tuple(pairs),
    )


def _evidence(_: EvidenceQuestion, raw: object) -> tuple[str, ...]:
    found: list[str] = []
    for item in _list(raw):
        text = " ".join(clean_text(item).split()) if isinstance(item, str) else ""
        if not 1 <= len(text) <= 2000:
            raise ValueProblem("Evidence is named by its file or its link.")
        found.append(text)
    if not 1 <= len(found) <= MAX_FILES:
        raise ValueProblem(f"Name 1 to {MAX_FILES} files or links.")
    return tuple(dict.fromkeys(found))


def _computed(question: ComputedQuestion, _: object) -> Value:
    raise ValueProblem(f"{question.id} is computed from other answers and cannot be answered.")


def _group(question: GroupQuestion, raw: object) -> Rows:
    rows = _list(raw)
    if len(rows) > question.max:
        raise ValueProblem(f"At most {question.max} entries are possible, not {len(rows)}.")
    return Rows(tuple(parse_row(question, row) for row in rows))


_PARSERS: dict[str, Callable[[Any, object], Value]] = {
    "text": _text,
    "long_text": _text,
    "integer": _integer,
    "decimal": _any_decimal,
    "percent": _percent,
    "money": _money,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _code,
    "choices": _choices,
    "country": _country,
    "countries": _countries,
    "entity": _entity,
    "evidence": _evidence,
    "computed": _computed,
    "group": _group,
}
"""One kind of question, one parser."""
