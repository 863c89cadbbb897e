"""What the registers say about a law or a regime that something cites, in headings with text."""

from __future__ import annotations

from ddq.registers.model import Law, Regime
from ddq.registers.reading import Reading

Described = tuple[str, tuple[tuple[str, str], ...]]


def described(reading: Reading, identifier: str) -> Described:
    """Its name, and what is known of it; that the registers do not hold it, where they do not."""
    for state in reading.states.values():
        for law in (*state.laws, *state.laws_unknown):
            if law.id == identifier:
                return _law(state.name, law)
    found = reading.regimes.get(identifier)
    if found is not None:
        return _regime(found.regime, found.in_force)
    return identifier, (("Not in the registers", "The registers do not describe it on this day."),)


def _law(state: str, law: Law) -> Described:
    parts = (
        ("State", state),
        ("Citation", law.citation),
        ("In force", law.in_force),
        ("Status, when last looked at", law.status),
        ("What it does", law.effect),
        ("Reaches abroad", law.extraterritorial.value),
        ("Secrecy", law.secrecy.value),
        ("Oversight", law.oversight),
    )
    return law.name, tuple((heading, text) for heading, text in parts if text)


def _regime(regime: Regime, force: bool | None) -> Described:
    said = {True: "yes", False: "no", None: "the registers cannot say"}[force]
    return regime.name, (("Citation", regime.citation), ("In force on this day", said), ("What it does", regime.effect))
