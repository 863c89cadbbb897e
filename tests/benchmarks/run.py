"""Measures every figure and writes results.json and docs/reference/performance.md.

Run as `make bench`, or `python tests/benchmarks/run.py commands interface` for some of it.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from measure import Row

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
FUZZED = HERE.parent / "fuzz" / "results.json"
TABLE = HERE.parent.parent / "docs" / "reference" / "performance.md"
SUBJECTS = ("commands", "language", "domain", "ownership", "store", "team", "interface", "report")


def machine() -> str:
    """The machine in one line, as far as it tells."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    return f"{os.cpu_count()} cores, {model}, Linux {platform.release()}, Python {platform.python_version()}"


def table(results: dict[str, list[dict[str, object]]], measured: str) -> str:
    """The results as Markdown."""
    lines = [
        "# Performance",
        "",
        "Measured by `make bench`: medians of repeated runs after a warm-up, a figure and its peer in turn, in one",
        "run. Absolute times differ from machine to machine; ratios hold. No test asserts a time.",
        "",
        f"Machine: {machine()}. Measured on {measured}.",
        "",
        "| figure | value | spread | beside | its value | ratio | goal | met |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for rows in results.values():
        for row in rows:
            beside = f"{row['beside_value']:.2f} {row['unit']}" if row["beside_value"] is not None else ""
            ratio = f"{row['ratio']:.2f}" if row["ratio"] is not None else ""
            lines.append(
                f"| {row['figure']} | {row['value']:.2f} {row['unit']} | {row['spread']} | {row['beside']} | {beside} "
                f"| {ratio} | {row['goal']} | {'yes' if row['met'] else '**no**'} |"
            )
    if FUZZED.exists():
        lines += fuzzed(json.loads(FUZZED.read_text()))
    return "\n".join(lines) + "\n"


def fuzzed(results: dict[str, Any]) -> list[str]:
    """What the last whole run of `make fuzz` counted, as Markdown."""
    lines = [
        "",
        "## Fuzzing",
        "",
        "`make fuzz` makes expressions, YAML files and workbooks by chance from a seed that it prints. Each of them",
        "is read, then linted, compared and evaluated, or refused with a place. A case that ends in anything else, or",
        f"takes more than 5 s of processor time or 1,000 MB, is a crash. Last run: {results['measured']}.",
        "",
        "| what | cases | crashes | what became of them | longest case | memory over the start | seed |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in results["subjects"]:
        became = ", ".join(f"{count:,} {outcome}" for outcome, count in each["outcomes"].items())
        lines.append(
            f"| {each['subject']} | {each['cases']:,} | {each['crashes']} | {became} | {each['longest_ms']:.0f} ms "
            f"| {each['peak_mb']:.0f} MB | {each['seed']} |"
        )
    return lines


def main(subjects: list[str]) -> int:
    """Measure the subjects named (all where none is), keeping the last figures of the others."""
    results: dict[str, list[dict[str, object]]] = json.loads(RESULTS.read_text())["rows"] if RESULTS.exists() else {}
    for subject in subjects or SUBJECTS:
        rows: list[Row] = []
        for row in importlib.import_module(subject).rows():
            rows.append(row)
            print(f"{'met ' if row.met else 'MISS'}  {row.figure}: {row.value:.2f} {row.unit}", end="")
            print(
                f"  ({row.ratio:.2f} x {row.beside})" if row.ratio is not None else "", f" goal {row.goal}", flush=True
            )
        results[subject] = [asdict(row) for row in rows]
    ordered = {subject: results[subject] for subject in SUBJECTS if subject in results}
    measured = datetime.now(UTC).date().isoformat()
    RESULTS.write_text(json.dumps({"machine": machine(), "measured": measured, "rows": ordered}, indent=1) + "\n")
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(table(ordered, measured))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
