"""Values, dates, figures and names as a report words them."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime

import orjson

from ddq.questionnaire.answers import ValueProblem, parse_row, parse_value
from ddq.questionnaire.countries import country_name
from ddq.questionnaire.formatting import format_value, row_label
from ddq.questionnaire.model import AnyQuestion, GroupQuestion, LongTextQuestion, TextQuestion
from ddq.registers.model import Period
from ddq.report.language import tell, written
from ddq.report.printed import begun, clean
from ddq.report.view import Scale
from ddq.scoring.model import Interval
from ddq.sentence import Number
from ddq.sentence import country as named

_LINK = re.compile(r"(https?://|mailto:)[^\s<>\"']+", re.IGNORECASE)


def optional(text: str | None) -> str | None:
    """`clean`, where there is text."""
    return clean(text) if text else None


def link(url: str | None) -> str | None:
    """The address, if a report may link to it: http, https or mailto."""
    return url if url is not None and _LINK.fullmatch(url) else None


def day(value: date | None) -> str | None:
    """A day in words, such as `10 April 2021`."""
    return None if value is None else written(value)


def since(periods: tuple[Period, ...], on: date) -> str:
    """Since when a law has been in force on a day, such as `since 1 June 2017`; nothing later is told."""
    found = next((period for period in reversed(periods) if period.in_force(on) is not False), None)
    if found is None or found.start is None:
        return tell("since a day not known")
    first, last = found.start, found.start_latest or found.start
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return tell("since {year}", year=first.year)
    if first == last:
        return tell("since {day}", day=first)
    return tell("since a day between {first} and {last}", first=first, last=last)


def moment(value: datetime) -> str:
    """A time in UTC, such as `2021-04-10 09:30`."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def one_decimal(value: float, *, up: bool) -> str:
    """A figure with one decimal, rounded up or down; never past the next tenth for want of a bit."""
    tenths = round(value * 10, 6)
    return f"{(math.ceil(tenths) if up else math.floor(tenths)) / 10:.1f}"


def scale(interval: Interval, shown: tuple[str, str] | None = None) -> Scale:
    """An interval of trust, its lower end rounded down and its upper end up."""
    lo, hi = shown or (one_decimal(interval.lo, up=False), one_decimal(interval.hi, up=True))
    return Scale(interval.lo, interval.hi, clean(_between(lo, hi)))


def unit_scale(interval: Interval) -> Scale:
    """An interval within [0, 1], such as a presence or a compulsion, with two decimals."""
    lo, hi = (f"{end:.2f}".rstrip("0").rstrip(".") for end in interval)
    return Scale(interval.lo, interval.hi, _between(lo, hi))


def _between(lo: str, hi: str) -> str:
    """Two figures, or the one that both are."""
    return written(Number(lo)) if lo == hi else tell("{lo} to {hi}", lo=Number(lo), hi=Number(hi))


def percent(share: float) -> str:
    """A share as whole per cent; what is small but not nothing is `under 1 %`."""
    return tell("under 1 %") if _tiny(share) else f"{round(share * 100)} %"


def percents(lo: float, hi: float) -> str:
    """Two shares as an interval in whole per cent."""
    first, last = percent(lo), percent(hi)
    if first == last:
        return first
    if round(lo * 100) == 0:
        return last if _tiny(hi) else tell("up to {share}", share=last)
    return tell("{lo} to {hi}", lo=first.removesuffix(" %"), hi=last)


def _tiny(share: float) -> bool:
    return 0 < share < 0.005


def country(code: str) -> str:
    """A country's short name with its code; the code alone where nobody assigned it."""
    name = country_name(code)
    return clean(code) if name == code else f"{written(named(code, name))} ({code})"


def brief(text: str, longest: int = 130) -> str:
    """The first words of a long text."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]} …"


def sentence(text: str) -> str:
    """Text with a capital first letter and a full stop."""
    text = clean(text).strip()
    if not text:
        return text
    return begun(text) + ("" if text[-1] in ".!?…:" else ".")


def value_words(question: AnyQuestion, raw: object) -> str:
    """A raw answer in the words of the screen, a day written out; what does not fit its question as it stands."""
    if raw is None:
        return ""
    if isinstance(raw, str) and isinstance(question, TextQuestion | LongTextQuestion):
        return clean(raw)
    try:
        value = parse_value(question, raw)
    except ValueProblem:
        return clean(raw if isinstance(raw, str) else orjson.dumps(raw).decode())
    if isinstance(value, bool):
        return yes_no(value)
    return (day(value) or "") if isinstance(value, date) else clean(format_value(question, value))


def yes_no(value: object) -> str:
    """A yes or no."""
    return tell("Yes") if value else tell("No")


def label_words(group: GroupQuestion, raw: object, number: int) -> str:
    """The label of a group's row, by the group's pattern; `Row 3` where its fields do not fit it."""
    try:
        return clean(row_label(group, parse_row(group, raw), number))
    except ValueProblem:
        return tell("Row {number}", number=number)
