"""Exact solutions of `x = c + M x` where M spreads no more than it gets, by eliminating one unknown after the other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

Form = dict[str, Fraction]
"""A sum of symbols, each times a factor."""


def solve(constants: Mapping[str, Form], factors: Mapping[str, Mapping[str, Fraction]]) -> dict[str, Form]:
    """Each unknown as a sum of the symbols of the constants.

    Args:
        constants: by unknown, its constant part; an unknown without one may be absent.
        factors: by unknown, the unknowns that it depends on and how much. There must be one solution: no set of
            unknowns may depend on itself alone, to the full.
    """
    rows = {name: dict(row) for name, row in factors.items()}
    sums = {name: dict(constants.get(name, {})) for name in rows}
    users: dict[str, set[str]] = {name: set() for name in rows}
    for name, row in rows.items():
        for other in row:
            users[other].add(name)
    order: list[str] = []
    left = set(rows)
    while left:
        # The one that touches fewest others fills in least; the name makes the order the same each time.
        name = min(left, key=lambda one: (len(rows[one]) * len(users[one]), one))
        left.remove(name)
        order.append(name)
        _free(name, rows, sums, users)
        for user in users[name]:
            if user in left:
                _put_in(name, user, rows, sums, users)
    found: dict[str, Form] = {}
    for name in reversed(order):
        form = sums[name]
        for other, factor in rows[name].items():
            _add(form, found[other], factor)
        found[name] = form
    return found


def _free(name: str, rows: dict[str, Form], sums: dict[str, Form], users: dict[str, set[str]]) -> None:
    """Take an unknown out of its own equation."""
    own = rows[name].pop(name, None)
    if own is not None:
        users[name].discard(name)
        rows[name] = {other: factor / (1 - own) for other, factor in rows[name].items()}
        sums[name] = {symbol: factor / (1 - own) for symbol, factor in sums[name].items()}


def _put_in(name: str, user: str, rows: dict[str, Form], sums: dict[str, Form], users: dict[str, set[str]]) -> None:
    """Replace an unknown in another's equation by what it stands for."""
    factor = rows[user].pop(name)
    _add(rows[user], rows[name], factor)
    _add(sums[user], sums[name], factor)
    for other in rows[name]:
        users[other].add(user)


def _add(form: Form, other: Mapping[str, Fraction], factor: Fraction) -> None:
    for symbol, value in other.items():
        form[symbol] = form.get(symbol, Fraction(0)) + factor * value
