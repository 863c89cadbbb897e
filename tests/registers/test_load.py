"""Loading: every mistake in a register is told with its place; the cache changes nothing but the time."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ddq.questionnaire.problems import SourceError
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.registers import Registers


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_small_folder_is_right(folder: Path) -> None:
    assert [state.code for state in load_registers(folder).jurisdictions] == ["AA"]


BROKEN = {
    "unknown law": ("jurisdictions/AA.yaml", "[AA-1]", "[AA-2]", "12:50: R002", "AA-2"),
    "two laws of one id": (
        "jurisdictions/AA.yaml",
        "- id: AA-1\n",
        "- {id: AA-1, name: n, citation: c, force: [], in_force: x, status: s, kind: k, effect: e,"
        " extraterritorial: no, secrecy: no, oversight: o, source: s, confidence: low, basis: mixed}\n- id: AA-1\n",
        "R001",
        "already given in line 24",
    ),
    "end before start": ("regimes.yaml", "start: 2020-01-01", "start: 2023-01-01", "8:11: S007", "start"),
    "a date that is none": ("regimes.yaml", "2020-01-01", "2020-13-01", "8:", "start"),
    "unknown jurisdiction": ("regimes.yaml", "jurisdiction: AA", "jurisdiction: ZZ", "4:17: R003", "ZZ"),
    "file of another name": ("jurisdictions/AA.yaml", "code: AA", "code: AB", "2:7: R004", "AB.yaml"),
    "a feature missing": (
        "jurisdictions/AA.yaml",
        "  secrecy_duty: {value: yes, laws: [AA-1]}\n",
        "",
        "S007",
        "secrecy",
    ),
    "a feature of another name": ("jurisdictions/AA.yaml", "  secrecy_duty:", "  secrecy:", "AA.yaml:", "secrecy"),
    "an empty citation": (
        "regimes.yaml",
        "citation: s.2",
        "citation: ' '",
        "7:13: R005",
        "AA-BAN has an empty citation",
    ),
    "no citation": ("jurisdictions/AA.yaml", "  citation: s.1\n", "", "24:3: S002", "citation"),
    "checked, but where": ("groups.yaml", "  place: p. 1\n", "", "10:10: R006", "without place"),
    "checked, but when": ("regimes.yaml", "  checked_on: 2026-06-30\n", "", "R006", "without checked_on"),
    "unchecked on a day": ("groups.yaml", "basis: checked", "basis: unchecked", "12:15: R006", "take off the day"),
    "a law of another state": ("jurisdictions/AA.yaml", "- id: AA-1", "- id: BB-1", "R007", "begin with AA-"),
    "not YAML": ("groups.yaml", "groups:", "groups: [", "groups.yaml:", "Y0"),
}


@pytest.mark.parametrize(("file", "old", "new", "place", "word"), BROKEN.values(), ids=BROKEN.keys())
def test_a_mistake_is_told_with_its_place(folder: Path, file: str, old: str, new: str, place: str, word: str) -> None:
    _edit(folder / file, old, new)
    with pytest.raises(SourceError) as caught:
        load_registers(folder)
    told = "\n".join(str(problem) for problem in caught.value.problems)
    assert str(folder / file) in told
    assert place in told
    assert word in told


def test_the_cache_gives_the_same_registers(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = load_registers(folder, cache)
    assert load_registers(folder, cache) == first == load_registers(folder)


def test_a_changed_source_is_never_served_from_the_cache(folder: Path, tmp_path: Path) -> None:
    first = load_registers(folder, tmp_path / "cache")
    _edit(folder / "regimes.yaml", "A ban", "Another ban")
    second = load_registers(folder, tmp_path / "cache")
    assert (first.digest == second.digest, second.regimes[0].name) == (False, "Another ban")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def _remove_rights(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [_cut, _remove_rights])
def test_a_spoilt_cache_costs_time_only(folder: Path, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    cache = tmp_path / "cache"
    first: Registers = load_registers(folder, cache)
    spoil(next(cache.iterdir()))
    assert load_registers(folder, cache) == first


def test_the_digest_is_of_names_and_contents(folder: Path) -> None:
    before = load_registers(folder).digest
    _edit(folder / "jurisdictions" / "AA.yaml", "Aland", "Bland")
    assert load_registers(folder).digest != before


G20 = (
    "AR", "AU", "BR", "CA", "CN", "DE", "EU", "FR", "GB", "ID",
    "IN", "IT", "JP", "KR", "MX", "RU", "SA", "TR", "US", "ZA",
)  # fmt: skip


def test_the_shipped_registers_have_a_file_for_every_state_of_the_union_the_eea_and_the_g20() -> None:
    """A state of which nothing is known has a file that says so: it is named by its name, and reads as unknown."""
    files = {path.stem for path in (shipped_registers() / "jurisdictions").glob("*.yaml")}
    members = load_registers(shipped_registers()).read(date(2026, 6, 30)).groups
    assert not {*members["eu"], *members["eea"], *G20} - files
    assert len(files) >= 70
