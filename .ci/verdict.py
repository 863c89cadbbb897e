"""Judge a test run from its JUnit file: fail on a failure, on no test at all, and on a skip that is not known."""

import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent


def known_skips() -> list[str]:
    """The names of `.ci/known-skips.txt`; a name without a reason is refused."""
    names: list[str] = []
    for line in (ROOT / ".ci" / "known-skips.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, reason = line.partition(" # ")
            if not reason.strip():
                sys.exit(f".ci/known-skips.txt: {name}: say why after ' # '")
            names.append(name.strip())
    return names


def is_known(test: str, names: list[str]) -> bool:
    """Whether a skip was expected."""
    return any(test.startswith(name[:-1]) if name.endswith("*") else test == name for name in names)


def main(status: int) -> int:
    """Print the tally as the last line; 0 only when all ran that should and none failed."""
    results = ROOT / ".setup" / "tests.xml"
    if not results.is_file():
        print("no test ran: see the first error above")
        return status or 1
    cases = list(ElementTree.parse(results).getroot().iter("testcase"))  # noqa: S314 - our own pytest wrote it
    names = known_skips()
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    skipped = [case for case in cases if case.find("skipped") is not None]
    tests = [f"{case.get('classname')}::{case.get('name')}" for case in skipped]
    unknown = [test for test in tests if not is_known(test, names)]
    for test in unknown:
        print(f"{test} was skipped and is not in .ci/known-skips.txt")
    passed = len({id(case) for case in cases} - {id(case) for case in [*failed, *skipped]})
    print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped")
    return status or (1 if failed or unknown or not passed else 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
