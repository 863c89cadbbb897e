"""A reading of ownership in words, and as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from ddq.ownership.control import Controller
from ddq.ownership.findings import FindingKind
from ddq.ownership.look_through import Figure
from ddq.ownership.reading import OwnershipReading
from ddq.ownership.share import NONE, Share, percent
from ddq.ownership.thresholds import Met
from ddq.ownership.tree import described
from ddq.questionnaire.countries import country_name, in_sentence

MOST_OWNERS = 40
MOST_OF_A_REGIME = 10
MOST_OF_A_KIND = 20


def lines(reading: OwnershipReading, width: int) -> Iterator[str]:
    """The reading in words, each part under its heading, no line longer than `width` but for long words."""
    for line in _lines(reading, width):
        indent = " " * (len(line) - len(line.lstrip()))
        yield from wrap(line, width, subsequent_indent=f"{indent}  ", break_long_words=False) if line else [""]


def _lines(reading: OwnershipReading, width: int) -> Iterator[str]:
    graph, target = reading.graph, reading.target
    yield f"{described(graph.party(target))}, owners as of {graph.day}"
    yield ""
    yield from _owners(reading, width)
    yield ""
    yield from _control(reading)
    if reading.countries:
        yield ""
        yield "By country of residence, a part counting where a chain first gets there:"
        for country, figure in sorted(reading.countries.items(), key=lambda one: (-one[1].listed.hi, one[0])):
            yield f"  {country_name(country)} ({country}): {_with_possible(figure)}"
    if reading.thresholds:
        yield ""
        yield from _thresholds(reading)
    if reading.findings:
        yield ""
        yield from _findings(reading)


def as_data(reading: OwnershipReading) -> dict[str, Any]:
    """The reading as plain data; shares with their exact ends."""
    graph = reading.graph
    above = [*reading.capital.ordered]
    above += [one for one in reading.votes.ordered if one not in reading.capital.listed]
    return {
        "target": reading.target,
        "as_of": graph.day.isoformat(),
        "owners": [_owner(reading, name) for name in above],
        "undisclosed": _share(reading.capital.undisclosed),
        "controllers": [
            {"parties": one.parties, "sure": one.sure, "votes": _share(one.votes), "ultimate": one.ultimate}
            for one in reading.control.controllers
        ],
        "joint_control": [list(pair) for pair in reading.control.joint],
        "countries": {code: _figure(figure) for code, figure in reading.countries.items()},
        "thresholds": [_threshold(one) for one in reading.thresholds],
        "findings": [
            {"kind": one.kind.value, "parties": list(one.parties), "sentence": one.sentence, "place": one.place}
            for one in reading.findings
        ],
        "relations": {
            held: {holder: _share(share) for holder, share in holders.items()}
            for held, holders in graph.capital.items()
            if held == reading.target or held in reading.capital.listed
        },
    }


def _owners(reading: OwnershipReading, width: int) -> Iterator[str]:
    yield "Owners: capital by look-through; at most, if all that is undisclosed is theirs; votes by weakest link."
    rows = [("owner", "capital", "at most", "votes decided", "50 % rule")]
    rows += [_owner_row(reading, name) for name in reading.capital.ordered[:MOST_OWNERS]]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    if len(rows) == 1:
        yield "  No holder of capital is listed."
    elif sum(widths) + 10 <= width:
        for row in rows:
            yield ("  " + "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True))).rstrip()
    else:
        for name, capital, most, votes, blocked in rows[1:]:
            at_most = f" (at most {most})" if most else ""
            yield f"  {name}: capital {capital}{at_most}, votes decided {votes}{f', {blocked}' if blocked else ''}"
    more = len(reading.capital.ordered) - MOST_OWNERS
    if more > 0:
        yield f"  … and {more:,} more; --json lists all"
    yield f"  Undisclosed: {reading.capital.undisclosed}"


def _owner_row(reading: OwnershipReading, name: str) -> tuple[str, str, str, str, str]:
    figure = reading.capital.figure(name)
    most = "" if figure.possible <= figure.listed.hi else f"{percent(figure.possible)} %"
    blocked = {True: "blocked with it", False: "may be blocked with it", None: ""}[reading.blocked_with.get(name)]
    votes = str(reading.weakest.of(name))
    return described(reading.graph.party(name)), str(figure.listed), most, votes, blocked


def _control(reading: OwnershipReading) -> Iterator[str]:
    yield "Control:"
    sure = [one for one in reading.control.controllers if one.sure]
    for one in sorted(sure, key=lambda one: not one.ultimate)[:MOST_OF_A_REGIME]:
        ultimate = "" if one.ultimate else "; it is controlled itself"
        yield f"  {_named(reading, one)} controls it, with {one.votes} of the votes{ultimate}"
    for one in [one for one in reading.control.controllers if not one.sure][:MOST_OF_A_REGIME]:
        yield f"  {_named(reading, one)} may control it; what is known leaves it open"
    left = len(reading.control.controllers) - 2 * MOST_OF_A_REGIME
    if left > 0:
        yield f"  … up to {left:,} more; --json lists all"
    if not reading.control.controllers and not reading.control.joint:
        yield "  Nobody who is listed is known to control it."
    for pair in reading.control.joint:
        names = " and ".join(described(reading.graph.party(name)) for name in pair)
        yield f"  {names} control it jointly, with half of the votes each"


def _named(reading: OwnershipReading, one: Controller) -> str:
    return " together with ".join(described(reading.graph.party(name)) for name in one.parties)


def _thresholds(reading: OwnershipReading) -> Iterator[str]:
    yield "Thresholds that are reached, each by its own way of counting:"
    by_test: dict[tuple[str, str], list[Met]] = {}
    for one in reading.thresholds:
        by_test.setdefault((one.regime, one.test.words), []).append(one)
    regime = ""
    for found in by_test.values():
        first = found[0]
        force = "" if first.in_force else "; whether the rule is in force is not known"
        if first.regime != regime:
            yield f"  {first.name} ({first.citation})"
        regime = first.regime
        yield f"    {first.test.words}: {first.test.means}{force}"
        for one in found[:MOST_OF_A_REGIME]:
            sure = "" if one.sure else ", which leaves it open"
            yield f"    - {_who(reading, one)}: {one.share}{sure}"
        if len(found) > MOST_OF_A_REGIME:
            yield f"    … and {len(found) - MOST_OF_A_REGIME:,} more; --json lists all"


def _who(reading: OwnershipReading, one: Met) -> str:
    if not one.parties:
        return "somebody undisclosed"
    if one.test.by == "country" and one.country is not None:
        return f"all who are seated in {in_sentence(country_name(one.country))}"
    if one.test.by == "state" and one.country is not None:
        return f"the bodies of the state of {in_sentence(country_name(one.country))}"
    return " together with ".join(described(reading.graph.party(name)) for name in one.parties)


def _findings(reading: OwnershipReading) -> Iterator[str]:
    yield "Findings:"
    counts = Counter(one.kind for one in reading.findings)
    told: Counter[FindingKind] = Counter()
    for one in reading.findings:
        told[one.kind] += 1
        if told[one.kind] <= MOST_OF_A_KIND:
            yield f"  {one.sentence}" + (f" ({one.place})" if one.place else "")
        if told[one.kind] == counts[one.kind] > MOST_OF_A_KIND:
            yield f"  … and {counts[one.kind] - MOST_OF_A_KIND:,} more of this kind; --json lists all"


def _with_possible(figure: Figure) -> str:
    if figure.possible <= figure.listed.hi:
        return str(figure.listed)
    return f"{figure.listed}, at most {percent(figure.possible)} % with what is undisclosed"


def _owner(reading: OwnershipReading, name: str) -> dict[str, Any]:
    party = reading.graph.party(name)
    return {
        "id": name,
        "name": party.name,
        "kind": party.kind.value,
        "country": party.country,
        "capital": _figure(reading.capital.figure(name)),
        "votes_multiplied": _share(reading.votes.listed.get(name, NONE)),
        "votes_decided": _share(reading.weakest.of(name)),
        "blocked_with_it": reading.blocked_with.get(name),
        "is_listed_as_holder": name in reading.graph.capital.get(reading.target, {}),
    }


def _threshold(one: Met) -> dict[str, Any]:
    return {
        "regime": one.regime,
        "citation": one.citation,
        "bound": one.test.words,
        "counted": one.test.counted,
        "by": one.test.by,
        "means": one.test.means,
        "parties": list(one.parties),
        "country": one.country,
        "share": _share(one.share),
        "sure": one.sure,
        "in_force": one.in_force,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {**_share(figure.listed), "at_most_with_undisclosed": float(figure.possible * 100)}


def _share(share: Share) -> dict[str, Any]:
    return {
        "low": float(share.lo * 100),
        "high": float(share.hi * 100),
        "exact": f"{share.lo.numerator}/{share.lo.denominator}" if share.exact and len(str(share.lo)) <= 200 else None,
        "more_than_low": share.over,
        "less_than_high": share.under,
    }
