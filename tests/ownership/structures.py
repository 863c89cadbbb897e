"""Structures in a few words, and generated ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from ddq.ownership.graph import Graph, graph_on
from ddq.ownership.model import Party, PartyKind, Relation, RelationKind, Structure
from ddq.ownership.share import Share, exactly

DAY = date(2026, 6, 1)

Edge = tuple[str, float | str | Fraction | tuple[float, float], str]


def share(percent: float | str | Fraction | tuple[float, float]) -> Share:
    """A share from a percentage or a pair of them."""
    if isinstance(percent, tuple):
        return Share(Fraction(percent[0]) / 100, Fraction(percent[1]) / 100)
    return exactly(Fraction(percent) / 100)


def structure(
    *edges: Edge | Relation,
    kinds: Mapping[str, PartyKind] | None = None,
    countries: Mapping[str, str] | None = None,
) -> Structure:
    """A structure of edges `(holder, percent, held)`; whoever nobody holds is an owner."""
    relations = [one if isinstance(one, Relation) else Relation(one[0], one[2], share=share(one[1])) for one in edges]
    names = dict.fromkeys(name for one in relations for name in (one.holder, one.held))
    kinds, countries = kinds or {}, countries or {}
    parties = {name: Party(name, name, kinds.get(name, PartyKind.unspecified), countries.get(name)) for name in names}
    return Structure(parties, tuple(relations))


def graph(
    *edges: Edge | Relation,
    kinds: Mapping[str, PartyKind] | None = None,
    countries: Mapping[str, str] | None = None,
) -> Graph:
    """The graph of such a structure on the day of these tests."""
    return graph_on(structure(*edges, kinds=kinds, countries=countries), DAY)


def right(holder: str, kind: RelationKind, held: str, percent: float | None = None) -> Relation:
    """A relation of another kind than a share."""
    return Relation(holder, held, kind, None if percent is None else share(percent))


@st.composite
def worlds(draw: st.DrawFn, *, cycles: bool = True, ranges: bool = False, most: int = 7) -> list[Relation]:
    """Relations among a few parties that never add up to more than the whole, `T` being the company in question."""
    names = ["T", *(f"p{number}" for number in range(draw(st.integers(1, most - 1))))]
    relations: list[Relation] = []
    for place, held in enumerate(names):
        others = names if cycles else names[place + 1 :]
        holders = draw(st.lists(st.sampled_from(others), unique=True, max_size=4)) if others else []
        left = 20
        for holder in holders:
            twentieths = draw(st.integers(0, left))
            left -= twentieths
            hi = Fraction(twentieths, 20)
            lo = Fraction(draw(st.integers(0, twentieths)), 20) if ranges and draw(st.booleans()) else hi
            if hi:
                relations.append(Relation(holder, held, share=Share(lo, hi)))
    return relations
