"""Expressions made by chance: from the grammar, from tokens, from real ones with something changed, and monsters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random

from ddq.questionnaire.expression import compile_expression
from ddq.questionnaire.kinds import CONDITION, DATE, NUMBER, TEXT, Environment, ExpressionError, Kind, Scope, Sort
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.sites import sites
from ddq.questionnaire.values import NA, Answered, Entity, Money, Reading, Rows, U

SHIPPED = Path(__file__).parent.parent.parent / "questionnaires" / "vendor-due-diligence.yaml"
CODES = ("all", "some", "none")
PARTS = {"sum": NUMBER, "held": CONDITION, "part": Kind(Sort.choice, frozenset(CODES))}
FIELDS = {
    "votes": NUMBER,
    "seat": Kind(Sort.country),
    "held": CONDITION,
    "since": DATE,
    "label": TEXT,
    "access": Kind(Sort.choice, frozenset(CODES)),
    "files": Kind(Sort.files),
    "parts": Kind(Sort.group, fields=PARTS),
}
NAMES = {
    "OC-07": CONDITION,
    "flag": CONDITION,
    "DA-02": Kind(Sort.choice, frozenset(CODES)),
    "n": NUMBER,
    "share": NUMBER,
    "day": DATE,
    "until": DATE,
    "name": TEXT,
    "kinds": Kind(Sort.choices, frozenset(CODES)),
    "seat": Kind(Sort.country),
    "seats": Kind(Sort.countries),
    "price": Kind(Sort.money),
    "owner": Kind(Sort.entity),
    "proof": Kind(Sort.files),
    "holders": Kind(Sort.group, fields=FIELDS),
    "flows": Kind(Sort.group, fields=FIELDS),
}
ENVIRONMENT = Environment(NAMES, frozenset({"EU", "EEA"}))
TOKENS = [
    *("and", "or", "not", "in", "not in", "if", "else", "for", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"),
    *("(", ")", "[", "]", "{", "}", ",", ".", ":", "=", ":=", "**", "//", "%", "@", "~", "lambda", "await", "yield"),
    *("today", "EU", "EEA", "True", "False", "None", "...", "'yes'", "'all'", "'NO'", "'2021-04-10'", '"', "'", "#x\n"),
    *("0", "1", "50", "1.5", "1e309", "0x10", "1j", "10**9", "1_0", "00", "f'{n}'", "b'x'", "é", "ː", "\u202e", "🎉"),
    *("any", "all", "count", "sum", "min", "max", "round", "size", "answered", "state", "coalesce", "includes", "days"),
    *("amount", "currency", "years", "r", "r.votes", "r.held", "r.access == 'all'", "holders", "\n", "\x00", "\ud800"),
]
VALUES = (Reading, str, bool, int, Decimal, date, tuple, Money, Entity, Rows)


def cases(random: Random, number: int, _: Path | None = None) -> Iterator[tuple[str, Callable[[], str]]]:
    """`number` expressions, each with the trial that compiles it and reads it under some answers."""
    real = [site.text for site in sites(load_questionnaire(SHIPPED).questionnaire)]
    makers = (
        lambda: condition(random, 4),
        lambda: condition(random, 3),
        lambda: mutated(random, condition(random, 4)),
        lambda: mutated(random, random.choice(real)),
        lambda: " ".join(random.choice([*TOKENS, *NAMES]) for _ in range(random.randint(1, 14))),
        lambda: "".join(random.choice([*TOKENS, *NAMES]) for _ in range(random.randint(1, 14))),
        lambda: "".join(chr(random.choice((random.randrange(128), random.randrange(0x110000)))) for _ in range(12)),
        lambda: monster(random),
    )
    for _ in range(number):
        source = random.choice(makers)()
        yield source, partial(tried, source, random.getrandbits(32))


def tried(source: str, seed: int) -> str:
    """Compile and read; only the language's own error may come of it."""
    try:
        compiled = compile_expression(source, ENVIRONMENT)
    except ExpressionError as error:
        assert error.message and 0 <= error.column <= max(0, len(source)), f"no place: column {error.column}"
        return "refused"
    random = Random(seed)
    for _ in range(3):
        found = compiled.read(scope(random))
        assert isinstance(found, VALUES), f"no value of the language: {found!r}"
    return "read"


def scope(random: Random) -> Scope:
    """Some answers, each a value, unknown, not applicable or not there."""
    values = {name: value(random, kind) for name, kind in NAMES.items() if random.random() < 0.9}
    sets = {"EU": frozenset({"DE", "FR"})} if random.random() < 0.8 else {}
    return Scope(values, random.choice((date(2026, 3, 1), date.min, date.max, U)), {"flag": "refused"}, sets)


def value(random: Random, kind: Kind) -> Answered:
    """A reading of a kind."""
    if random.random() < 0.3:
        return random.choice((U, NA))
    match kind.sort:
        case Sort.condition:
            return random.random() < 0.5
        case Sort.number:
            return random.choice((0, 1, -1, 50, Decimal("0.1"), Decimal("-1e15"), 10**15, Decimal("1e-12")))
        case Sort.date:
            return random.choice((date.min, date.max, date(2024, 2, 29), date(2021, 4, 10)))
        case Sort.choice:
            return random.choice(CODES)
        case Sort.choices:
            return tuple(random.sample(CODES, random.randint(0, 3)))
        case Sort.country:
            return random.choice(("DE", "NO", "CN"))
        case Sort.countries | Sort.files:
            return tuple(random.sample(("DE", "NO", "CN"), random.randint(0, 3)))
        case Sort.money:
            return Money(random.choice((Decimal(0), Decimal("1e15"), Decimal("-3.5"))), "EUR")
        case Sort.entity:
            return Entity("A name", country=random.choice(("DE", None)))
        case Sort.group:
            rows = [{name: value(random, inner) for name, inner in (kind.fields or {}).items()} for _ in range(3)]
            return Rows(tuple(rows[: random.randint(0, 3)]), random.random() < 0.5)
        case _:
            return random.choice(("", "text", "yes", "é🎉"))


def condition(random: Random, depth: int, row: str | None = None) -> str:
    """A condition from the grammar; most fit the questions, and about one in four does not."""
    if random.random() < 0.03:
        return random.choice(("n", "holders", "EU", "nothing", "r.held", "kinds", "1", "[]", "state(flag)"))
    if depth <= 0 or random.random() < 0.15:
        return random.choice(("flag", "OC-07", f"{row}.held" if row else "flag", "OC-07 == 'yes'", "answered(n)"))

    def inner() -> str:
        return condition(random, depth - 1, row)

    match random.randrange(9):
        case 0 | 1:
            return f" {random.choice(('and', 'or'))} ".join(f"({inner()})" for _ in range(random.randint(2, 3)))
        case 2:
            return f"not ({inner()})"
        case 3 | 4:
            order = random.choice(("==", "!=", "<", "<=", ">", ">="))
            kind = random.choice((number, number, moment))
            return f"{kind(random, depth - 1, row)} {order} {kind(random, depth - 1, row)}"
        case 5:
            left = random.choice(("DA-02", f"{row}.access" if row else "DA-02"))
            code = repr(random.choice(CODES))
            several = f"{left} {random.choice(('in', 'not in'))} [{code}, 'none']"
            return random.choice((f"{left} == {code}", f"{left} != {code}", several, f"{code} in kinds"))
        case 6 if row is None:
            group = random.choice(("holders", "flows"))
            return f"{random.choice(('any', 'all'))}({condition(random, depth - 1, 'r')} for r in {group})"
        case 7:
            return f"({inner()} if {inner()} else {inner()})"
        case _:
            several = random.choice(("EU", "EEA", "seats", "['DE', 'NO']"))
            return f"seat {random.choice(('in', 'not in'))} {several}"


def number(random: Random, depth: int, row: str | None = None) -> str:
    """Something with a number for its value."""
    if depth <= 0 or random.random() < 0.3:
        return random.choice(("n", "share", "1", "0", "2.5", "-3", "amount(price)", f"{row}.votes" if row else "n"))

    def inner() -> str:
        return number(random, depth - 1, row)

    match random.randrange(5):
        case 0 | 1:
            return f"({inner()} {random.choice('+-*/')} {inner()})"
        case 2:
            return f"{random.choice(('min', 'max', 'coalesce'))}({inner()}, {inner()})"
        case 3:
            between = f"{random.choice(('years', 'months', 'days'))}({moment(random, 0)}, {moment(random, 0)})"
            return random.choice((f"round({inner()}, 2)", f"round({inner()})", between, "size(kinds)", "size(holders)"))
        case _ if row is None:
            each = ("count", condition(random, depth - 1, "r")), ("sum", number(random, depth - 1, "r"))
            name, part = random.choice(each)
            return f"{name}({part} for r in holders)"
        case _:
            return f"({inner()} if {condition(random, depth - 1, row)} else {inner()})"


def moment(random: Random, depth: int, row: str | None = None) -> str:
    """Something with a date for its value."""
    plain = ("day", "until", "today", f"{row}.since" if row else "day")
    return random.choice(plain) if depth <= 0 else f"{random.choice(('min', 'max'))}(day, {random.choice(plain)})"


def mutated(random: Random, text: str) -> str:
    """The text with one to four places changed."""
    for _ in range(random.randint(1, 4)):
        start = random.randint(0, len(text))
        end = min(len(text), start + random.choice((0, 0, 1, 1, 2, 8)))
        put = random.choice(("", random.choice(TOKENS), random.choice([*NAMES]), text[end : end + 5], "-", " "))
        text = text[:start] + put + text[end:]
    return text


def monster(random: Random) -> str:
    """Large, deep, or large in one part."""
    size = random.choice((10, 39, 41, 90, 200, 401, 700, 1999))
    return random.choice(
        (
            "(" * size + "n" + ")" * size,
            "not " * size + "flag",
            "-" * size + "n",
            "[" * size,
            "flag and " * size + "flag",
            "n" + " + n" * size + " > 1",
            "n ** " * size + "2 > 1",
            "9" * size + " > n",
            f"n > 1e{size}",
            "seat in [" + "'DE', " * size + "'NO']",
            "n < " * size + "1",
            "any(" * (size // 10) + "flag" + " for r in holders)" * (size // 10),
            "x" * size,
            "a-" * size + "b",
            "'" + "y" * size,
            "1 if flag else " * size + "0",
            "min(" + "n, " * size + "n) > 0",
            "flag\n" * size,
            "round(n, " + "9" * size + ") > 0",
        )
    )
