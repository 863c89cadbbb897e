"""A questionnaire that counts points, on the command line: the percentage, its reasons, decisions, other methods."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

CAMPUS = (Path(__file__).parents[1] / "questionnaires" / "campus-service.yaml").read_text()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The questionnaire where the workspace finds it."""
    folder = tmp_path / "workspace" / "questionnaires"
    folder.mkdir(parents=True)
    path = folder / "campus-service.yaml"
    path.write_text(CAMPUS)
    return path


@pytest.fixture
def campus(ddq: Run, file: Path) -> str:
    """An assessment with three answers open."""
    made = ddq("new", "--vendor", "Lumen", "--questionnaire", "campus-service", "--profile", "de-authority", "--json")
    assert made.code == 0, made.err
    identifier: str = made.json["id"]
    given = ("COMP-02=no", "COMP-03=yes", "COMP-04=iso", "DATA-01=part", "DATA-02=yes", "ACC-01=yes")
    assert ddq("answer", identifier, *given, "--grade", "D", "--source", "A mail").code == 0
    return identifier


def test_the_score_in_text_and_as_json(ddq: Run, campus: str) -> None:
    told = ddq("score", campus).out
    assert told.startswith("Defer: 62.9 to 73.6 % of the points, 70 % is required, and 3 open questions could decide.")
    assert "percentage    62.9 to 73.6 % (high risk to medium risk), 95 to 125 of 170 points; 70 % required" in told
    assert "  data          16.6 to 46.7 % (high risk), 10 to 35 of 75 points" in told
    assert "A single fatal finding can be averaged away" in told
    assert "trust" not in told
    found = ddq("score", campus, "--json").json
    assert (found["method"], found["shown"]) == ("weighted/1", ["62.9", "73.6"])
    assert [one["domain"] for one in found["categories"]] == ["company", "data", "accessibility"]
    explained = ddq("score", campus, "--explain").out
    assert (
        "0 of 25 points: “Does the vendor sell personal data?” is answered “yes” (evidence grade D). [DATA-02]"
        in explained
    )
    assert "What a weighted mean cannot promise:" in explained


def test_what_would_change_it(ddq: Run, campus: str) -> None:
    told = ddq("plan", campus).out
    assert "This method plans no remedies: a percentage changes only with the answers." in told
    assert "- lost: 0 of 25 points" in told
    assert ddq("open-questions", campus).out.splitlines()[0].split() == [
        "100",
        "%",
        "DATA-03",
        "unanswered",
        "Are",
        "backups",
        "kept?",
    ]
    ddq("answer", campus, "DATA-03=no", "--grade", "A", "--source", "S")
    assert "needs better answers where points were lost" in ddq("plan", campus).out
    ddq("answer", campus, "DATA-03=yes", "DATA-04=yes", "ACC-02=yes", "DATA-02=no", "--grade", "A", "--source", "S")
    assert "is reached; nothing need be done" in ddq("plan", campus).out


def test_a_decision_rests_on_the_percentage_and_its_method(
    ddq: Run, campus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ddq("submit", campus).code == 0
    monkeypatch.setenv("DDQ_USER", "ben")
    decided = ddq("decide", campus, "reject", "--reason", "It sells data.", "--json")
    assert decided.code == 0, decided.err
    rests = decided.json["rests_on"]
    assert (rests["method"], rests["outcome"], rests["trust"]) == ("weighted/1", "defer", ["62.9", "73.6"])


def test_an_assessment_keeps_its_method_whatever_becomes_of_the_file(ddq: Run, campus: str, file: Path) -> None:
    """The old result is scored by the method of its own version; a new one by that of the file, and the two say so."""
    before = ddq("score", campus, "--json").out
    file.write_text(CAMPUS.replace("method: weighted/1\n", "").replace("version: 1.0.0", "version: 2.0.0"))
    assert ddq("score", campus, "--json").out == before
    made = ddq("new", "--vendor", "Lumen", "--questionnaire", "campus-service", "--profile", "de-authority", "--json")
    later = made.json["id"]
    assert ddq("score", later, "--json").json["method"] == "trust/1"
    told = ddq("compare", later, campus).out
    assert "The method is trust/1; it was weighted/1: their figures cannot be compared." in told
    assert "figure   62.9 to 73.6 % of the points -> none" in told


def test_two_assessments_are_compared_by_points(ddq: Run, campus: str) -> None:
    later = ddq("new", "--profile", "de-authority", "--carry-from", campus, "--json").json["id"]
    assert ddq("answer", later, "DATA-02=no", "--grade", "D", "--source", "S").code == 0
    told = ddq("compare", later, campus).out
    assert "percentage 62.9 to 73.6 %" in told
    assert "points that moved\n  fewer: Does the vendor sell personal data?" in told


def test_calibration_is_for_strengths(ddq: Run, file: Path) -> None:
    ran = ddq("questionnaire", "calibrate", "campus-service")
    assert ran.code == 1
    assert "it is scored by weighted/1, which has no strengths" in ran.err


@pytest.mark.slow
def test_the_report_is_written_and_verified(ddq: Run, campus: str) -> None:
    assert ddq("report", campus, "-o", "campus.pdf").code == 0
    ran = ddq("verify", "campus.pdf")
    assert ran.code == 0, ran.out + ran.err
    assert "scored again, give the attached score in every figure" in ran.out
