"""TinyDB's own tests, from its source, run against a TinyDB of ours: what is different is meant, and named here."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
MODULES = ("test_tables", "test_tinydb", "test_operations")
OURS = """
from datetime import UTC, datetime

import pytest

from ddq.store.journal import JournalDB


@pytest.fixture
def db(tmp_path):
    with JournalDB(tmp_path, "suite", lambda: datetime.now(UTC)) as found:
        found.insert_multiple({"int": 1, "char": letter} for letter in "abc")
        yield found
"""

NEVER_REUSED = "an id is never used twice, so that a trail names one document for ever: the suite empties and expects 1"
NO_QUERY_CACHE = "a cached query would not see what another process wrote (TinyDB's issues 179, 260, 516)"
EMPTY = "a table is there while a document is: an empty one is no change, and leaves no line"
NAMED = "the suite expects the class names of TinyDB's own storages in `repr`"
DEVIATIONS = {
    "test_tables::test_next_id": NEVER_REUSED,
    "test_tables::test_truncate_table": NEVER_REUSED,
    "test_tinydb::test_insert_ids": NEVER_REUSED,
    "test_tinydb::test_insert_with_doc_id": NEVER_REUSED,
    "test_tinydb::test_insert_with_duplicate_doc_id": NEVER_REUSED,
    "test_tinydb::test_insert_multiple_with_ids": NEVER_REUSED,
    "test_tinydb::test_update_returns_ids": NEVER_REUSED,
    "test_tables::test_query_cache": NO_QUERY_CACHE,
    "test_tables::test_query_cache_size": NO_QUERY_CACHE,
    "test_tables::test_lru_cache": NO_QUERY_CACHE,
    "test_tinydb::test_search": NO_QUERY_CACHE,
    "test_tinydb::test_search_path": NO_QUERY_CACHE,
    "test_tables::test_persist_table": EMPTY,
    "test_tables::test_table_repr": NAMED,
}
"""Every test of the suite that does not hold for us, and why that is meant."""


def test_tinydbs_own_tests_hold_but_for_the_named_deviations(tmp_path: Path) -> None:
    """At least 72 of 86; one that fails without being named, or is named and passes, fails here.

    Nineteen of them make a TinyDB in memory of their own, and show that ours leaves TinyDB itself as it is.
    """
    sources = sorted((ROOT / ".setup" / "tinydb").glob("*.tar.gz"))
    if not sources:
        pytest.skip("TinyDB's source is not there; `sh .ci/test-tools` fetches it from the package index")
    suite = tmp_path / "suite"
    suite.mkdir()
    (suite / "conftest.py").write_text(OURS)
    with tarfile.open(sources[-1]) as source:
        for name in MODULES:
            member = next(one for one in source.getnames() if one.endswith(f"/tests/{name}.py"))
            content = source.extractfile(member)
            assert content is not None
            (suite / f"{name}.py").write_bytes(content.read())
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-c", "/dev/null"]
    command += ["--rootdir", str(suite), "--junitxml", str(tmp_path / "found.xml"), str(suite)]
    subprocess.run(command, cwd=ROOT, check=False, capture_output=True, timeout=120)
    cases = list(ElementTree.parse(tmp_path / "found.xml").iter("testcase"))
    failed = {f"{case.get('classname')}::{case.get('name')}" for case in cases if len(case)}
    assert failed == set(DEVIATIONS)
    assert len(cases) >= 86
    assert len(cases) - len(failed) >= 72
