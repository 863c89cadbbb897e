"""Fuzzes expressions and YAML files, prints the seed, and writes the counts. Run as `make fuzz`.

`python tests/fuzz/run.py --seed 7 --expressions 1000 --files 100` repeats a run, or makes a short one.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from tests.fuzz import expressions, files, workbooks  # noqa: E402 - the tests are no installed package
from tests.fuzz.limits import MEMORY_MB, SECONDS, TookTooLong, bounded_memory, bounded_time, cpu, peak_mb  # noqa: E402

RESULTS = HERE / "results.json"
Case = tuple[str, Callable[[], str]]
"""What is tried, as it can be looked at, and the trial: it tells what became of it, or raises."""


@dataclass
class Tally:
    """What became of the cases of one subject."""

    subject: str
    seed: int
    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter[str])
    crashes: int = 0
    longest_ms: float = 0.0
    seconds: float = 0.0
    peak_mb: float = 0.0
    """Of memory, over what the process held when the run began."""


def tried(subject: str, seed: int, cases: Iterator[Case], told: Path | None = None) -> Tally:
    """Try every case within the limits; what crashes, or takes too long, is written into the folder `told`."""
    tally = Tally(subject, seed)
    held = peak_mb()
    with bounded_memory():
        for shown, trial in cases:
            tally.cases += 1
            began = cpu()
            try:
                with bounded_time():
                    tally.outcomes[trial()] += 1
            except (Exception, TookTooLong) as error:
                tally.crashes += 1
                _tell(error, shown, told and told / f"{subject}-{tally.cases}.txt")
            taken = cpu() - began
            tally.seconds += taken
            tally.longest_ms = max(tally.longest_ms, taken * 1e3)
    tally.peak_mb = peak_mb() - held
    return tally


def _tell(error: BaseException, shown: str, file: Path | None) -> None:
    print(f"CRASH {type(error).__name__}: {error}"[:300], flush=True)
    if file is not None:
        file.write_text("".join(traceback.format_exception(error)) + "\n" + shown, encoding="utf-8", errors="replace")
        print(f"  {file}", flush=True)


def main() -> int:
    """0 where nothing crashed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    parser.add_argument("--expressions", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--workbooks", type=int, default=2_000)
    given = parser.parse_args()
    print(f"seed {given.seed}; limits of each case: {SECONDS:g} s of processor time, {MEMORY_MB} MB", flush=True)
    told = Path(tempfile.mkdtemp(prefix="ddq-fuzz-"))
    tallies: list[Tally] = []
    for subject, module, number in (
        ("expressions", expressions, given.expressions),
        ("YAML files", files, given.files),
        ("workbooks", workbooks, given.workbooks),
    ):
        tally = tried(subject, given.seed, module.cases(Random(given.seed), number, told), told)
        tallies.append(tally)
        print(_line(tally), flush=True)
    whole = given.expressions >= 100_000 and given.files >= 10_000
    if whole:
        today = datetime.now(UTC).date().isoformat()
        RESULTS.write_text(
            json.dumps(
                {
                    "measured": today,
                    "subjects": [{**vars(tally), "outcomes": dict(tally.outcomes)} for tally in tallies],
                },
                indent=1,
            )
            + "\n"
        )
    return 1 if any(tally.crashes for tally in tallies) else 0


def _line(tally: Tally) -> str:
    outcomes = ", ".join(f"{count:,} {outcome}" for outcome, count in tally.outcomes.most_common())
    return (
        f"{tally.cases:,} {tally.subject}: {tally.crashes} crashes; {outcomes}; longest {tally.longest_ms:.0f} ms, "
        f"{tally.seconds:.0f} s in all, {tally.peak_mb:.0f} MB more than at the start"
    )


if __name__ == "__main__":
    sys.exit(main())
