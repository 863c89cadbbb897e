"""Which companies somebody who is not disclosed may decide over."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ddq.ownership.graph import Graph, Holdings
from ddq.ownership.look_through import is_end
from ddq.ownership.share import NOTHING, WHOLE, Share


def undisclosed_direct(
    graph: Graph, holdings: Holdings, target: str, enough: Callable[[Fraction], bool] | None
) -> Share:
    """What somebody undisclosed may have directly in a company, with all that they may decide over.

    Args:
        graph: the relations.
        holdings: the capital or the votes.
        target: the company.
        enough: whether a part is enough to decide over a company; None where only what is held directly counts.
    """
    most = graph.unlisted(holdings, target).hi
    if enough is not None:
        members = _decided_over(graph, holdings, target, enough)
        most += sum((share.hi for name, share in holdings.get(target, {}).items() if name in members), NOTHING)
    return Share(NOTHING, min(WHOLE, most))


def _decided_over(graph: Graph, holdings: Holdings, target: str, enough: Callable[[Fraction], bool]) -> set[str]:
    """Those above the company of whom nobody is known who is behind, and whom such may decide over."""
    above, waiting = {target}, [target]
    held: dict[str, list[str]] = {}
    while waiting:
        name = waiting.pop()
        for holder, share in holdings.get(name, {}).items():
            if share.hi:
                held.setdefault(holder, []).append(name)
                if holder not in above:
                    above.add(holder)
                    waiting.append(holder)
    open_parts = {name: graph.unlisted(holdings, name).hi for name in above if not is_end(graph, holdings, name)}
    found: set[str] = set()
    waiting = [name for name, part in open_parts.items() if enough(part)]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for company in held.get(name, ()):
            open_parts[company] = min(WHOLE, open_parts.get(company, NOTHING) + holdings[company][name].hi)
            if enough(open_parts[company]):
                waiting.append(company)
    return found - {target}
