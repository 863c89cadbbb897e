"""Exact look-through beside a sparse floating-point solve of the same group, what the floats get wrong, and a chart."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import reached
from measure import Row, in_turn
from scipy.sparse import csc_matrix, identity
from scipy.sparse.linalg import spsolve

from ddq.drawing.layered import draw
from ddq.drawing.svg import svg_document
from ddq.ownership.chart import ownership_chart
from ddq.ownership.graph import Graph, graph_on
from ddq.ownership.look_through import look_through
from ddq.ownership.model import Party, PartyKind, Relation, Structure
from ddq.ownership.share import NONE, exactly

DAY = date(2026, 1, 1)
WIDTH = 10
THRESHOLDS = (1, 5, 10, 20, 25, 50)
CHARTED = 60
GOALS = {1_000: 0.060, 10_000: 1.5}


def rows() -> Iterator[Row]:
    """The time of both, and the thresholds on which they differ."""
    for size, goal in GOALS.items():
        graph = graph_on(group(size), DAY)
        names, matrix, target = _matrix(graph)
        sides = in_turn(
            {
                "exact": lambda graph=graph: _timed(lambda: look_through(graph, "target")),
                "floats": lambda matrix=matrix, target=target: _timed(lambda: spsolve(matrix, target)),
            },
            runs=7,
        )
        exact, floats = sides["exact"].median, sides["floats"].median
        yield Row(
            f"exact look-through of {size:,} companies",
            exact * 1e3,
            "ms",
            "scipy spsolve in floats",
            floats * 1e3,
            f"< {goal * 1e3:g} ms",
            exact < goal,
            sides["exact"].spread,
            exact / floats,
        )
        wrong, of = _wrong(graph, names, spsolve(matrix, target))
        yield Row(
            f"thresholds that floats get wrong in {size:,} companies ({of:,} tests)",
            float(wrong),
            "wrong",
            "exact",
            0.0,
            "exact has none",
            True,
        )
    yield _chart()
    yield from reached.rows()


def _chart() -> Row:
    """A chart of 60 parties from their graph to the SVG: a tree of five layers with some holdings across."""
    graph = graph_on(family(CHARTED), DAY)

    def drawn() -> None:
        svg_document(draw(ownership_chart(graph, "p0").chart).sheets)

    side = in_turn({"chart": lambda: _timed(drawn)}, runs=9)["chart"]
    name = f"chart of {CHARTED} owners as SVG"
    return Row(name, side.median * 1e3, "ms", "", None, "< 100 ms", side.median < 0.1, side.spread)


def family(size: int) -> Structure:
    """A company and everybody above it, of all kinds, the same each time."""
    chance = random.Random(size)
    layers: list[list[str]] = [["p0"]]
    kinds = [*PartyKind]
    parties = {"p0": Party("p0", "Nimbus Analytics International Limited", PartyKind.company, "SG")}
    relations: list[Relation] = []
    for number in range(1, size):
        layer = min(1 + chance.randrange(min(4, 1 + number // 3)), len(layers))
        if layer == len(layers):
            layers.append([])
        name = f"p{number}"
        parties[name] = Party(name, f"Holding Company of the {number}th Branch", kinds[number % len(kinds)], "DE")
        for above in (layer, layer - 1) if chance.random() < 0.1 and layer > 1 else (layer,):
            held = chance.choice(layers[above - 1])
            relations.append(Relation(name, held, share=exactly(Fraction(chance.randrange(1, 500), 10_000))))
        layers[layer].append(name)
    relations.append(Relation("p0", "p3", share=exactly(Fraction(3, 100))))
    return Structure(parties, tuple(relations))


def group(size: int) -> Structure:
    """A target held by halves by two groups.

    One is made of generations of ten companies, each held by four of the next so that every company has exactly 5 % of
    the target; the other is drawn at random, with percentages of two decimals and holdings that go in circles.
    """
    chance = random.Random(size)  # the same group each time
    relations: list[Relation] = []

    def hold(holder: str, held: str, percent: Fraction | int) -> None:
        relations.append(Relation(holder, held, share=exactly(Fraction(percent) / 100)))

    for number in range(WIDTH):
        hold(f"g0.{number}", "target", 5)
    generations = size // 2 // WIDTH
    for generation in range(generations - 1):
        for percent in (10, 20, 30, 40):
            order = chance.sample(range(WIDTH), WIDTH)
            for number in range(WIDTH):
                hold(f"g{generation + 1}.{order[number]}", f"g{generation}.{number}", percent)
    hold("r0", "target", 50)
    count = size - generations * WIDTH
    for number in range(count - 1):
        left = 10_000
        for _ in range(chance.choice([1, 2, 2, 3])):
            part = chance.randrange(1, max(2, left // 2))
            left -= part
            hold(f"r{chance.randrange(number + 1, min(count, number + 40))}", f"r{number}", Fraction(part, 100))
        if number % 50 == 0 and number > 1:
            hold(f"r{number - 1}", f"r{number}", Fraction(left, 200))
    names = {name for one in relations for name in (one.holder, one.held)}
    return Structure({name: Party(name, name) for name in names}, tuple(relations))


def _matrix(graph: Graph) -> tuple[list[str], Any, Any]:
    """`I - A` and the unit vector of the target, in floats."""
    names = sorted({*graph.capital, *(holder for holders in graph.capital.values() for holder in holders)})
    place = {name: number for number, name in enumerate(names)}
    entries = [
        (float(share.lo), place[holder], place[held])
        for held, holders in graph.capital.items()
        for holder, share in holders.items()
    ]
    values, at_rows, at_columns = zip(*entries, strict=True)
    held_by = csc_matrix((values, (at_rows, at_columns)), shape=(len(names), len(names)))
    target = np.zeros(len(names))
    target[place["target"]] = 1.0
    return names, (identity(len(names), format="csc") - held_by).tocsc(), target


def _wrong(graph: Graph, names: list[str], floats: Any) -> tuple[int, int]:
    """How often a float is on the other side of a threshold, of how many tests; in cycles floats count visits."""
    seen = look_through(graph, "target")
    cyclic = {name for members in seen.cycles for name in members}
    wrong = tests = 0
    for name, value in zip(names, floats, strict=True):
        if name == "target" or name in cyclic:
            continue
        for percent in THRESHOLDS:
            bound, exact = Fraction(percent, 100), seen.listed.get(name, NONE).lo
            tests += 2
            wrong += ((exact >= bound) != (value >= percent / 100)) + ((exact > bound) != (value > percent / 100))
    return wrong, tests


def _timed(act: Any) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
