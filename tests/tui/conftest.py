"""A workspace with one small questionnaire that has every kind of question, a fixed clock, and an app over it."""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ddq.assessment.model import Engagement, Vendor
from ddq.shipped import shipped
from ddq.tui.app import DdqApp
from ddq.tui.widgets.options import Options
from ddq.workspace.library import USUAL, Kind, Library
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.surroundings import Surroundings
from ddq.workspace.workspace import Workspace
from tests.conftest import CACHE

EVERY_KIND = """\
ddq: questionnaire/1
id: every-kind
version: 1.0.0
title: Every kind
sections:
  - id: first
    title: First things
    domain: Conduct
    questions:
      - {id: A-1, kind: choice, text: Which of these is it?, help: Take the closest., why: It decides the rest.,
         required: true, choices: [{code: a, label: Alpha}, {code: b, label: Beta}, {code: c, label: Gamma}]}
      - {id: A-2, kind: yes_no, text: Is it tested every year?, visible_if: A-1 != 'c'}
      - {id: A-3, kind: text, text: By whom?, max_length: 40}
      - {id: A-4, kind: long_text, text: In what way?}
      - {id: A-5, kind: integer, text: How many people?, min: 0, unit: people}
      - {id: A-6, kind: decimal, text: At what rate?}
      - {id: A-7, kind: percent, text: What share?}
      - {id: A-8, kind: money, text: For how much?, currencies: [EUR, USD]}
      - {id: A-9, kind: date, text: Since when?}
  - id: second
    title: Second things
    domain: Law
    questions:
      - {id: B-1, kind: choices, text: Which apply?, choices: [{code: x, label: Ex}, {code: y, label: Why}]}
      - {id: B-2, kind: country, text: In which country?}
      - {id: B-3, kind: countries, text: In which countries?}
      - {id: B-4, kind: entity, text: Who is the parent?}
      - {id: B-5, kind: evidence, text: What shows it?}
      - {id: B-6, kind: computed, text: People and more, calc: A-5 + 1}
      - id: B-7
        kind: group
        text: List the owners.
        row_label: "{name} ({country})"
        complete: This list names every owner.
        fields:
          - {id: name, kind: text, text: Name of the owner, required: true}
          - {id: country, kind: country, text: Country of the owner}
          - {id: share, kind: percent, text: Share of the owner}
"""


class Ticking:
    """A clock that moves one minute at each look, from a fixed moment."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 14, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


@pytest.fixture(autouse=True)
def _quiet_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The same picture on every machine."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.delenv("NO_COLOR", raising=False)
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def _only_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of those that ship only the usual one is on offer, so that no picture depends on how many there are."""
    files = Library.files
    gallery = {path.stem for path in shipped("questionnaires").glob("*.yaml")} - {USUAL}

    def few(library: Library, kind: Kind) -> Mapping[str, Path]:
        found = files(library, kind)
        return {name: path for name, path in found.items() if kind != "questionnaire" or name not in gallery}

    monkeypatch.setattr(Library, "files", few)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    folder = tmp_path / "workspace"
    (folder / "questionnaires").mkdir(parents=True)
    (folder / "questionnaires" / "every-kind.yaml").write_text(EVERY_KIND, encoding="utf-8")
    numbers = count(1)
    surroundings = Surroundings(Ticking(), lambda: f"0190-{next(numbers):04}", lambda: "lena")
    with Workspace(folder, surroundings, cache=CACHE) as opened:
        yield opened


@pytest.fixture
def opened(workspace: Workspace) -> OpenAssessment:
    """A new assessment with the questionnaire of every kind."""
    engagement = Engagement(service="Filing", profile="de-authority")
    return workspace.create(Vendor(name="Acme GmbH"), "every-kind", engagement)


def app_on(workspace: Workspace, assessment: OpenAssessment | None = None) -> DdqApp:
    """The app, on the list or on one assessment."""
    return DdqApp(lambda: workspace, None if assessment is None else assessment.id)


async def take(pilot: Pilot[None], field: str, code: str) -> None:
    """Choose by its code in one of the lists of a form, by keys, wherever it stands; the keys go there."""
    options = pilot.app.screen.query_one(f"#{field}", Options)
    options.focus()
    await pilot.press("home", *["down"] * [option.code for option in options.options].index(code), "space")
