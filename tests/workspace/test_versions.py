"""An assessment is read with its own version of the questionnaire, whatever becomes of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ddq.assessment.model import Answer, Basis, Engagement, Vendor, Verdict
from ddq.assessment.subjects import NotAccepted
from ddq.authoring.migrating import Outcome
from ddq.questionnaire.model import Grade
from ddq.questionnaire.problems import SourceError
from ddq.workspace.workspace import Workspace
from tests.conftest import CACHE

MODULE = """\
ddq: module/1
id: m
title: M
sections:
  - id: m
    title: M
    domain: D
    questions:
      - id: risky
        kind: yes_no
        text: Risky?
        risk: {indicator: r, title: R, strength: moderate, origin: conduct, presence: {yes: 1, no: 0}}
"""
OWN = """\
ddq: questionnaire/1
id: own
version: 1.0.0
title: Own
include: [{file: m.yaml}]
outputs: {exposure_tier: 1 if risky else 2}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "own.yaml").write_text("\ufeff" + OWN, encoding="utf-8")
    (tmp_path / "questionnaires" / "m.yaml").write_text(MODULE, encoding="utf-8")
    return tmp_path


def begun(folder: Path) -> tuple[str, str]:
    """The id of an assessment with an answer, and the digest of its score."""
    with Workspace(folder, cache=CACHE) as workspace:
        opened = workspace.create(Vendor(name="Acme"), "own", Engagement(profile="de-authority"))
        opened.answer("risky", Answer(value=True, basis=Basis(grade=Grade.A)))
        return opened.id, opened.score().digest


def test_it_scores_the_same_when_a_module_was_changed(folder: Path) -> None:
    identifier, digest = begun(folder)
    (folder / "questionnaires" / "m.yaml").write_text(MODULE.replace("moderate", "decisive"), encoding="utf-8")
    with Workspace(folder, cache=CACHE) as workspace:
        opened = workspace.open(identifier)
        assert opened.score().digest == digest
        assert opened.newer is not None


def test_it_opens_and_scores_the_same_when_the_files_are_gone(folder: Path) -> None:
    identifier, digest = begun(folder)
    for file in (folder / "questionnaires").glob("*.yaml"):
        file.unlink()
    with Workspace(folder, cache=CACHE) as workspace:
        opened = workspace.open(identifier)
        assert opened.score().digest == digest
        assert (opened.newer, opened.notices()) == (None, ())


def test_what_was_kept_names_no_folder_of_the_machine(folder: Path) -> None:
    begun(folder)
    (kept,) = (folder / "versions").glob("*.json")
    assert str(folder) not in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("damage", ["moderate=minor", "{={{", "questionnaire-archive/1=questionnaire-archive/9"])
def test_a_kept_questionnaire_that_was_altered_is_not_used(folder: Path, damage: str) -> None:
    identifier, _ = begun(folder)
    (kept,) = (folder / "versions").glob("*.json")
    kept.write_text(kept.read_text(encoding="utf-8").replace(*damage.split("=")), encoding="utf-8")
    (folder / "questionnaires" / "m.yaml").write_text(MODULE.replace("moderate", "severe"), encoding="utf-8")
    with Workspace(folder, cache=CACHE) as workspace, pytest.raises(SourceError, match="L015"):
        workspace.open(identifier).score()


def test_an_assessment_of_an_early_version_is_kept_on_opening_and_says_when_that_is_too_late(folder: Path) -> None:
    identifier, digest = begun(folder)
    (kept,) = (folder / "versions").glob("*.json")
    kept.unlink()
    with Workspace(folder, cache=CACHE) as workspace:
        assert workspace.open(identifier).score().digest == digest
    assert kept.exists()
    kept.unlink()
    (folder / "questionnaires" / "m.yaml").write_text(MODULE.replace("moderate", "severe"), encoding="utf-8")
    with Workspace(folder, cache=CACHE) as workspace:
        assert "is not the one that this assessment began with" in workspace.open(identifier).notices()[0]


def test_an_assessment_goes_on_to_a_newer_version_and_opens_again_with_what_was_parked(folder: Path) -> None:
    identifier, digest = begun(folder)
    (folder / "questionnaires" / "m.yaml").write_text(MODULE.replace("id: risky", "id: dangerous"), encoding="utf-8")
    own = OWN.replace("1.0.0", "2.0.0").replace("risky", "dangerous")
    (folder / "questionnaires" / "own.yaml").write_text(own, encoding="utf-8")
    with Workspace(folder, cache=CACHE) as workspace:
        opened = workspace.open(identifier)
        assert opened.migration().count(Outcome.parked) == 1
        assert opened.assessment.questionnaire.version == "1.0.0", "a look changes nothing"
        opened.migrate()
        assert (opened.loaded.questionnaire.version, opened.notices()) == ("2.0.0", ())
        with pytest.raises(NotAccepted, match=r"is at 2\.0\.0"):
            opened.migration()
    assert len(list((folder / "versions").glob("*.json"))) == 2
    with Workspace(folder, cache=CACHE) as workspace:
        opened = workspace.open(identifier)
        assert opened.assessment.parked["risky@1.0.0"].answer.value is True
        assert "dangerous" in opened.interview.items
        assert opened.score().digest != digest


def test_the_language_is_chosen_for_an_assessment_and_for_a_report_and_moves_no_score(folder: Path) -> None:
    identifier, digest = begun(folder)
    side = folder / "questionnaires" / "translations" / "m.de.yaml"
    side.parent.mkdir()
    side.write_text(
        "ddq: translation/1\nlanguage: de\ntitle: M\nsections: {m: {title: Teil}}\n"
        "questions: {risky: {text: Gefährlich?, risk: {title: Gefahr}}}\n",
        encoding="utf-8",
    )
    with Workspace(folder, cache=CACHE) as workspace:
        opened = workspace.open(identifier)
        with pytest.raises(SourceError, match="there is no translation into 'fr'; there is en, de"):
            opened.change_language("fr")
        assert opened.in_language("de").questions["risky"].text == "Gefährlich?"
        assert opened.loaded.questions["risky"].text == "Risky?"
        opened.change_language("de")
        assert opened.loaded.questions["risky"].text == "Gefährlich?"
        assert (opened.score().digest, opened.notices()) == (digest, ())
    with Workspace(folder, cache=CACHE) as workspace:
        opened = workspace.open(identifier)
        assert opened.interview.items["risky"].question.text == "Gefährlich?"
        opened.undo()
        assert opened.loaded.questions["risky"].text == "Risky?"


def test_an_answer_that_serves_is_seen_and_what_is_done_to_it_is_done_at_its_question(folder: Path) -> None:
    questions = "".join(f"      - {{id: {name}, kind: yes_no, text: A policy?, concept: policy}}\n" for name in "ab")
    (folder / "questionnaires" / "con.yaml").write_text(
        "ddq: questionnaire/1\nid: con\nversion: 1.0.0\ntitle: C\nsections:\n"
        f"  - id: s\n    title: S\n    domain: D\n    questions:\n{questions}",
        encoding="utf-8",
    )
    with Workspace(folder, cache=CACHE) as workspace:
        opened = workspace.create(Vendor(name="Acme"), "con", Engagement(profile="de-authority"))
        opened.answer("a", Answer(value=True, basis=Basis(grade=Grade.A)))
        assert opened.interview.progress.answered == 2
        assert opened.assessment.answers["b"].served_by == "a"
        for act in (lambda: opened.take_back("b"), lambda: opened.review("b", Verdict(verdict="reviewed"))):
            with pytest.raises(NotAccepted, match="b: this is answered as a was; do this with a, or answer b itself"):
                act()
        opened.take_back("a")
        assert opened.assessment.answers == {}
