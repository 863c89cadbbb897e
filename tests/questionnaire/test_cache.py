"""Parsed questionnaires are kept, and a kept one is never trusted further than its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from ddq.questionnaire import load as loading
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.problems import SourceError

OWN = """\
ddq: questionnaire/1
id: q
version: 1.0.0
title: First
include: [{file: modules/m.yaml}]
choices:
  access: {choices: [{code: a, label: A}, {code: b, label: B}]}
sections:
  - {id: s, title: S, domain: D, questions: [{id: Q1, kind: choice, text: T?, choices: access, visible_if: gate}]}
"""
MODULE = """\
ddq: module/1
id: m
title: M
sections:
  - {id: m, title: M, domain: D, questions: [{id: gate, kind: yes_no, text: T?}]}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "m.yaml").write_text(MODULE)
    path = tmp_path / "q.yaml"
    path.write_text(OWN)
    return path


def test_a_kept_questionnaire_is_the_same_without_parsing(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_questionnaire(own, cache=own.parent / "cache")

    def parsed(*_: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(loading, "read_parts", parsed)
    second = load_questionnaire(own, cache=own.parent / "cache")
    assert second.questionnaire == first.questionnaire
    assert (second.digest, second.sources, second.order) == (first.digest, first.sources, first.order)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"included": [], "questionnaire": "{}"}', b"\xff"])
def test_a_corrupt_entry_is_ignored_and_written_anew(own: Path, content: bytes) -> None:
    cache = own.parent / "cache"
    good = load_questionnaire(own, cache=cache)
    (entry,) = cache.iterdir()
    kept = entry.read_bytes()
    entry.write_bytes(content)
    assert load_questionnaire(own, cache=cache).questionnaire == good.questionnaire
    assert entry.read_bytes() == kept
    assert list(cache.iterdir()) == [entry]


def test_a_changed_module_is_read_again(own: Path) -> None:
    cache = own.parent / "cache"
    before = load_questionnaire(own, cache=cache)
    (own.parent / "modules" / "m.yaml").write_text(MODULE.replace("T?", "Really?"))
    after = load_questionnaire(own, cache=cache)
    assert after.questions["gate"].text == "Really?"
    assert after.digest != before.digest


def test_a_module_that_has_gone_is_told(own: Path) -> None:
    cache = own.parent / "cache"
    load_questionnaire(own, cache=cache)
    (own.parent / "modules" / "m.yaml").unlink()
    with pytest.raises(SourceError, match=r"there is no file 'modules/m\.yaml'"):
        load_questionnaire(own, cache=cache)


def test_other_names_of_sets_are_another_entry(own: Path) -> None:
    """An expression that may use `EU` under one set of names must not pass under another."""
    cache = own.parent / "cache"
    own.write_text(OWN + "outputs: {exposure_tier: 1 if 'a' in EU else 2}\n")
    load_questionnaire(own, cache=cache, country_sets=["EU"])
    with pytest.raises(SourceError, match="unknown name 'EU'"):
        load_questionnaire(own, cache=cache)


def test_a_folder_that_cannot_be_written_is_no_error(own: Path) -> None:
    (own.parent / "cache").write_text("a file stands where the folder should be")
    assert load_questionnaire(own, cache=own.parent / "cache").questionnaire.id == "q"
