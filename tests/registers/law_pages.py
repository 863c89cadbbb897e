"""The pages of docs/reference/laws/: one for each jurisdiction whose law was read, one for all regimes, an index.

`python -m tests.registers.law_pages` writes them anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.model import FEATURES, Dated, Fact, Jurisdiction, Law, Regime, Verification
from ddq.registers.registers import Registers

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "laws"
INDEX = "README"
REGIMES = "regimes"
_WRITTEN = "This page is written by `python -m tests.registers.law_pages`; change the registers instead."
_VERIFIED = {
    Verification.checked: "checked",
    Verification.mixed: "partly checked",
    Verification.unchecked: "not checked",
}


def pages() -> dict[str, str]:
    """Every page by its name without `.md`, the index among them."""
    registers = load_registers(shipped_registers())
    states = {state.code: "\n".join(_state(state)) for state in registers.jurisdictions if state.laws}
    return {
        INDEX: "\n".join(_index(registers)),
        REGIMES: "\n".join(_regimes(registers)),
        **states,
    }


def _index(registers: Registers) -> Iterator[str]:
    yield "# The laws and regimes of the registers\n"
    yield f"{_WRITTEN}\n"
    yield "`ddq registers show ID` tells what an entry says on a day; `ddq registers list` counts what was checked."
    yield "[registers.md](../registers.md) says what the entries mean. They are no legal advice.\n"
    yield f"[All regimes]({REGIMES}.md): {_counted(registers.regimes)}.\n"
    yield from _table("jurisdiction | verified through | laws")
    for state in registers.jurisdictions:
        if state.laws:
            yield f"| [{state.name}]({state.code}.md) | {state.verified_through} | {_counted(state.laws)} |"
    unread = [state.name for state in registers.jurisdictions if not state.laws]
    yield f"\nThe law of these was not read, and reads as unknown: {', '.join(unread)}.\n"


def _state(state: Jurisdiction) -> Iterator[str]:
    yield f"# {state.name}\n"
    yield f"{_WRITTEN}\n"
    yield f"`{state.code}`, verified through {state.verified_through}. Laws: {_counted(state.laws)}.\n"
    yield from _table("feature | value | by")
    for name in FEATURES:
        feature = state.features[name]
        note = f" ({feature.note})" if feature.note else ""
        yield _cells(name.replace("_", " "), f"{feature.value.value}{note}", ", ".join(feature.laws))
    yield "\nReading of the features:\n"
    yield from _verified(state.reading)
    for law in state.laws:
        yield from _dated(law)
        yield f"- **Kind:** {_words(law.kind)}"
        yield f"- **Reaches abroad:** {law.extraterritorial.value}; **secrecy:** {law.secrecy.value}"
        yield f"- **Oversight:** {_words(law.oversight)}"
        yield from _verified(law)
    if state.notes:
        yield f"{_line(state.notes)}\n"


def _regimes(registers: Registers) -> Iterator[str]:
    names = {state.code: state.name for state in registers.jurisdictions}
    yield "# Regimes\n"
    yield f"{_WRITTEN}\n"
    yield f"Laws, lists and rules that questions refer to and that may bind a buyer: {_counted(registers.regimes)}.\n"
    for regime in registers.regimes:
        yield from _dated(regime)
        yield f"- **Jurisdiction:** {names.get(regime.jurisdiction, regime.jurisdiction)}"
        yield f"- **Kind:** {_words(regime.kind)}"
        if regime.thresholds:
            yield f"- **Thresholds:** {_line('; '.join(regime.thresholds))}"
        if regime.details:
            yield "- **Details:**"
            yield from (f"  - {_line(detail)}" for detail in regime.details)
        yield from _verified(regime)


def _dated(entry: Law | Regime) -> Iterator[str]:
    yield f"## {entry.id}: {_line(entry.name)}\n"
    yield f"{_line(entry.effect)}\n"
    yield f"- **Citation:** {_line(entry.citation)}"
    yield from _earlier(entry)
    yield f"- **In force:** {_line(entry.in_force)}"
    yield f"- **Status:** {_words(entry.status)}"


def _earlier(entry: Dated) -> Iterator[str]:
    for text in entry.earlier:
        name = f"{_line(text.name)}, " if text.name else ""
        yield f"- **Before {text.until}:** {name}{_line(text.citation or entry.citation)}"


def _verified(fact: Fact) -> Iterator[str]:
    yield f"- **Verification:** {_verification(fact)}; confidence {fact.confidence}"
    yield f"- **Source:** {_line(fact.source)}"
    if fact.place:
        yield f"- **Where in it:** {_line(fact.place)}"
    yield ""


def _verification(fact: Fact) -> str:
    day = f" on {fact.checked_on}" if fact.checked_on else ""
    return f"{_VERIFIED[fact.basis]}{day}"


def _counted(facts: tuple[Fact, ...]) -> str:
    checked = sum(fact.is_checked for fact in facts)
    return f"{len(facts)}, of which {checked} checked"


def _words(text: str) -> str:
    return _line(text.replace("_", " "))


def _line(text: str) -> str:
    """On one line, with nothing in it that Markdown would read."""
    one = " ".join(text.split())
    for sign in "\\*_<[":
        one = one.replace(sign, f"\\{sign}")
    return one


def _table(heads: str) -> tuple[str, str]:
    return f"| {heads} |", f"| {' | '.join('---' for _ in heads.split(' | '))} |"


def _cells(*texts: str) -> str:
    escaped = (_line(text).replace("|", "\\|") for text in texts)
    return f"| {' | '.join(escaped)} |"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.md"):
        path.unlink()
    for name, text in pages().items():
        (FOLDER / f"{name}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
