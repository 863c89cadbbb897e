"""Writes the table of docs/reference/keys.md anew, from the keys of every screen and widget."""

from pathlib import Path

from ddq.tui.every_key import nodes, own_bindings

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "keys.md"
BEGIN = "| action | keys | what it does |\n| --- | --- | --- |\n"


def main() -> None:
    bindings = {binding.id or "": binding for node in nodes() for binding in own_bindings(node)}
    lines = [
        f"| `{name}` | {', '.join(f'`{key}`' for key in binding.key.split(','))} | {binding.tooltip} |\n"
        for name, binding in sorted(bindings.items())
    ]
    before = REFERENCE.read_text(encoding="utf-8").partition(BEGIN)[0]
    REFERENCE.write_text(before + BEGIN + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
