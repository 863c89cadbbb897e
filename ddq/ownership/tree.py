"""The owners as a tree of lines, the company at its root and each holder under whom it holds."""

from __future__ import annotations

from collections.abc import Iterator

from ddq.drawing.branches import LINES, Branches
from ddq.ownership.graph import Graph
from ddq.ownership.model import Party, PartyKind, Relation, RelationKind
from ddq.ownership.share import NOTHING

MOST_LINES = 500
_RIGHTS = {
    RelationKind.board: "appoints members of the board",
    RelationKind.golden_share: "golden share",
    RelationKind.veto: "veto",
    RelationKind.contract: "controls by contract",
    RelationKind.general_partner: "general partner",
    RelationKind.nominator: "stands behind the nominee",
    RelationKind.trustee: "trustee",
    RelationKind.trust_interest: "interest in the trust",
    RelationKind.influence: "influence",
    RelationKind.income: "right to income",
    RelationKind.consolidation: "consolidates it",
}


def tree(graph: Graph, target: str, branches: Branches = LINES) -> Iterator[str]:
    """The lines of the tree; a party that is met again is drawn once and referred to after that."""
    yield described(graph.party(target))
    drawn = {target}
    count = 1
    stack = [("", _holders(graph, target))]
    while stack:
        indent, waiting = stack[-1]
        if not waiting:
            stack.pop()
            continue
        if count == MOST_LINES:
            yield f"{indent}… the tree goes on; --json gives all of it"
            return
        holder, words = waiting.pop(0)
        count += 1
        again = holder in drawn and bool(_holders(graph, holder))
        end = " (above)" if again else ""
        yield f"{indent}{branches.tee if waiting else branches.last}{described(graph.party(holder))}: {words}{end}"
        if not again:
            drawn.add(holder)
            stack.append((indent + (branches.bar if waiting else branches.gap), _holders(graph, holder)))


def described(party: Party) -> str:
    """A party by name, with its kind and country where they are known."""
    kind = "" if party.kind is PartyKind.unspecified else party.kind.value
    apart = "owner not known" if party.kind is PartyKind.unknown else kind
    said = ", ".join(part for part in (apart, party.country) if part)
    return f"{party.name} ({said})" if said else party.name


def _holders(graph: Graph, held: str) -> list[tuple[str, str]]:
    """Everybody directly above a party, the largest first, with what they have in words."""
    capital, votes = graph.capital.get(held, {}), graph.votes.get(held, {})
    rights: dict[str, list[Relation]] = {}
    for one in (*graph.controls.get(held, ()), *graph.influences.get(held, ())):
        rights.setdefault(one.holder, []).append(one)
    found: list[tuple[str, str]] = []
    names = dict.fromkeys((*capital, *votes, *rights))
    size = {name: capital[name].hi if name in capital else NOTHING for name in names}
    for name in sorted(names, key=lambda one: (-size[one], one)):
        words: list[str] = []
        if name in capital and capital.get(name) == votes.get(name):
            words.append(f"{capital[name]}")
        else:
            words += [f"{capital[name]} capital"] if name in capital else []
            words += [f"{votes[name]} votes"] if name in votes else []
        words += [_right(one) for one in rights.get(name, ())]
        found.append((name, ", ".join(words)))
    return found


def _right(one: Relation) -> str:
    if one.kind is RelationKind.board and one.share is not None:
        return f"appoints {one.share} of the board"
    return _RIGHTS[one.kind]
