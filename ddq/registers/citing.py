"""What the registers say about a law or a regime that something cites, in headings with text."""

from __future__ import annotations

from ddq.registers.model import Law, Regime
from ddq.registers.reading import Reading

Described = tuple[str, tuple[tuple[str, str], ...]]

_FORCE = {True: "yes", False: "no", None: "the registers cannot say"}


def described(reading: Reading, identifier: str) -> Described:
    """Its name, and what is known of it; that the registers do not hold it, where they do not."""
    for state in reading.states.values():
        for laws, force in ((state.laws, True), (state.laws_unknown, None)):
            for law in laws:
                if law.id == identifier:
                    return _law(state.name, law, force)
    found = reading.regimes.get(identifier)
    if found is not None:
        return _regime(found.regime, found.in_force)
    return identifier, (("Not in the registers", "The registers do not describe it on this day."),)


def _law(state: str, law: Law, force: bool | None) -> Described:
    parts = (
        ("State", state),
        ("Citation", law.citation),
        ("In force", law.in_force),
        ("In force on this day", _FORCE[force]),
        ("Status, when last looked at", law.status),
        ("What it does", law.effect),
        ("Reaches abroad", law.extraterritorial.value),
        ("Secrecy", law.secrecy.value),
        ("Oversight", law.oversight),
    )
    return law.name, tuple((heading, text) for heading, text in parts if text)


def _regime(regime: Regime, force: bool | None) -> Described:
    parts = (("Citation", regime.citation), ("In force on this day", _FORCE[force]), ("What it does", regime.effect))
    return regime.name, parts
