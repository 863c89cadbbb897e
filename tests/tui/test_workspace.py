"""The list of assessments: found by typing, sorted, marked where a decision is due, quick however many there are."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from textual.content import Content
from textual.pilot import Pilot

from ddq.assessment.model import Engagement, Status, Vendor
from ddq.scoring.model import OutcomeKind
from ddq.store.protocol import Summary
from ddq.tui.listed import ORDERS, Rated, listed, searched
from ddq.tui.screens.new import NewAssessmentScreen
from ddq.tui.screens.workspace import WorkspaceScreen
from ddq.tui.widgets import assessments
from ddq.tui.widgets.assessments import COLUMNS, layout, line, told
from ddq.tui.widgets.lines import LineList
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.test_app import screen_text
from tests.tui.test_review import sees

TODAY = date(2026, 3, 1)
HOSTILE = "[red]x[/] [@click=app.quit]y[/] \x1b[2J\u202e [/nope"


def summary(number: int, vendor: str = "", **given: object) -> Summary:
    """An assessment as the store lists it."""
    name = vendor or f"Vendor {number}"
    fields: dict[str, object] = {
        "id": f"a-{number:05}",
        "title": name,
        "vendor": name,
        "status": "draft",
        "questionnaire": "every-kind",
        "profile": "example",
        "recorded": 0,
        "flagged": 0,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        "changed_at": datetime(2026, 2, 1, tzinfo=UTC) - timedelta(minutes=number),
        "seq": 1,
        "head": f"head-{number}",
        "who": ("lena",),
        "decided_by": None,
        "next_review": None,
        "condition_due": None,
        "identifiers": (),
    }
    return Summary(**{**fields, **given})  # type: ignore[arg-type]


def names(found: Sequence[Summary]) -> list[str]:
    """The vendors, in order."""
    return [one.vendor for one in found]


def ordered(name: str, *summaries: Summary, typed: str = "", **standings: Rated) -> list[str]:
    """The vendors in one of the orders."""
    order = next(order for order in ORDERS if order.name == name)
    return names(listed([(one, searched(one)) for one in summaries], typed, order, standings))


def test_each_order_puts_first_what_it_says() -> None:
    """Outcomes from the worst, reviews from the soonest, what is not known last."""
    one = summary(1, "b", head="h1", status="approved", next_review=date(2026, 5, 1))
    two = summary(2, "C", head="h2", next_review=date(2026, 4, 1))
    three = summary(3, "á", head="h3", status="rejected")
    rated = {"h1": Rated(OutcomeKind.proceed, 4, 4), "h2": Rated(OutcomeKind.do_not_proceed, 1, 4)}
    assert ordered("last change", three, two, one) == ["b", "C", "á"]
    assert ordered("vendor", one, two, three) == ["á", "b", "C"]
    assert ordered("outcome", one, two, three, **rated) == ["C", "b", "á"]
    assert ordered("progress", one, two, three, **rated) == ["C", "b", "á"]
    assert ordered("status", three, one, two) == ["C", "b", "á"]
    assert ordered("next review", three, one, two) == ["C", "b", "á"]


def test_typing_finds_vendors_statuses_names_and_identifiers_without_accents() -> None:
    """Every word must be there, in whatever part."""
    one = summary(1, "Côte SA", status="in_review", who=("bea",), identifiers=("LEI:5299",))
    two = summary(2, "Acme")
    for typed in ("cote", "in review", "BEA", "5299", "a-00001", "cote bea"):
        assert ordered("vendor", one, two, typed=typed) == ["Côte SA"], typed
    for typed in ("cote acme", "000"):  # a few figures stand in nearly every id
        assert ordered("vendor", one, two, typed=typed) == []


def test_what_cannot_be_opened_comes_first_in_every_order() -> None:
    """Damage is not to be scrolled for."""
    broken = summary(3, "zz", problem="line 4 was altered", status="", changed_at=None)
    for order in ORDERS:
        assert ordered(order.name, summary(1), broken)[0] == "zz"


@pytest.mark.parametrize("width", [36, 56, 76, 96, 116, 136, 200])
def test_a_line_is_as_wide_as_the_terminal_and_no_wider(width: int) -> None:
    """Columns are left out from the right; the vendor keeps 18 cells."""
    laid = layout(width)
    drawn = line(summary(1, "東京 " * 40, status="approved_with_conditions"), None, laid, TODAY)
    assert drawn.cell_length == width
    assert laid.vendor >= 18
    assert [name for name, _ in laid.columns] == [column.name for column in COLUMNS][: len(laid.columns)]


def test_at_80_columns_outcome_status_review_and_progress_are_seen_and_at_140_all() -> None:
    assert [name for name, _ in layout(75).columns] == ["Outcome", "Status", "Review", "Done"]
    assert len(layout(135).columns) == len(COLUMNS)


def test_an_overdue_review_and_a_stale_decision_say_so_in_words() -> None:
    """Never by colour alone; a review that is due today is not overdue."""
    late = summary(1, status="approved", next_review=TODAY - timedelta(days=1))
    today = summary(1, status="approved", next_review=TODAY)
    stale = Rated(OutcomeKind.proceed, 4, 4, "The inputs have changed.")
    laid = layout(75)
    assert "! overdue" in line(late, None, laid, TODAY).plain
    assert "2026-03-01" in line(today, None, laid, TODAY).plain
    assert "! stale" in line(today, stale, laid, TODAY).plain
    assert "overdue since 2026-02-28" in told(late, None, TODAY).plain
    assert "The inputs have changed." in told(late, stale, TODAY).plain


def test_hostile_names_are_shown_as_typed_on_one_line() -> None:
    """No markup, no control character, no second line."""
    one = summary(1, HOSTILE + "\nsecond", who=(HOSTILE,))
    for drawn in (line(one, None, layout(300), TODAY), told(one, Rated(), TODAY)):
        assert "[red]x[/]" in drawn.plain
        assert not {"\x1b", "\u202e"} & set(drawn.plain)
    assert "\n" not in line(one, None, layout(300), TODAY).plain


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the rows that were made."""
    rows: list[str] = []
    original = assessments.line

    def counting(one: Summary, *rest: object) -> Content:
        rows.append(one.id)
        return original(one, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(assessments, "line", counting)
    return rows


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Keys, and what follows from them."""
    await pilot.press(*keys)
    await pilot.pause()


async def test_of_10_000_assessments_only_what_is_seen_is_made_and_rated(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, made: list[str]
) -> None:
    """Whatever is typed, sorted or scrolled."""
    many = tuple(summary(number) for number in range(10_000))
    rated: list[str] = []

    def note(beside: Workspace, identifier: str) -> Rated:
        rated.append(identifier)
        return Rated(OutcomeKind.proceed, 1, 2)

    monkeypatch.setattr(workspace, "list", lambda: many)
    monkeypatch.setattr("ddq.tui.screens.workspace.rate", note)
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "Vendor 0 ✓ proceed")
        seen = app.screen.query_one(LineList).size.height
        assert len(set(made)) <= seen
        await press(pilot, "end")
        await sees(pilot, "Vendor 9999 ✓ proceed")
        await press(pilot, "slash", *"9876")
        await sees(pilot, "1 of 10000 assessments")
        await sees(pilot, "Vendor 9876 ✓ proceed")
        await press(pilot, "escape")
        await sees(pilot, "10000 assessments")
        assert len(set(made)) <= 6 * seen  # the first and last screenful, and what the letters typed left
        assert set(rated) <= set(made)


async def test_an_order_by_outcome_rates_all_and_says_how_many_are_left(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is whole once all are rated, and the list says when it is not."""
    many = tuple(summary(number) for number in range(60))

    def note(beside: Workspace, identifier: str) -> Rated:
        return Rated(OutcomeKind.do_not_proceed if identifier == "a-00059" else OutcomeKind.proceed, 1, 2)

    monkeypatch.setattr(workspace, "list", lambda: many)
    monkeypatch.setattr("ddq.tui.screens.workspace.rate", note)
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "By last change, the newest first")
        await press(pilot, "s", "s")
        await sees(pilot, "By outcome, the worst first")
        await sees(pilot, "Vendor 59 × do not")
        assert "still to rate" not in screen_text(app)
        assert isinstance(app.screen, WorkspaceScreen)
        assert app.screen.listed[0].vendor == "Vendor 59"


async def test_rating_stops_when_the_list_is_left(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not seen any more is not rated; on coming back it goes on."""
    many = tuple(summary(number) for number in range(500))
    monkeypatch.setattr(workspace, "list", lambda: many)
    monkeypatch.setattr("ddq.tui.screens.workspace.rate", lambda beside, identifier: Rated(None, 0, 0))
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "By last change")
        await press(pilot, "s", "s", "n")
        assert isinstance(app.screen, NewAssessmentScreen)
        assert not [worker for worker in app.workers if worker.group == "rate" and not worker.is_finished]


async def test_letters_filter_only_where_one_types_and_n_begins_an_assessment(workspace: Workspace) -> None:
    """`n` in the filter is a letter; Esc brings all back, and `n` begins an assessment again."""
    for name in ("Acme", "Nordic", HOSTILE):
        workspace.create(Vendor(name="x"), "every-kind", Engagement(service="", profile="de-authority"), title=name)
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "[red]x[/]")
        await press(pilot, "slash", "n", "o", "r")
        await sees(pilot, "1 of 3 assessments")
        assert "Acme" not in screen_text(app)
        await press(pilot, "z")
        await sees(pilot, "None has these words. Esc lists all again.")
        await press(pilot, "escape")
        await sees(pilot, "3 assessments")
        await press(pilot, "n")
        assert isinstance(app.screen, NewAssessmentScreen)


async def test_the_line_under_the_cursor_is_told_whole(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has no column at 80 columns stands below the list."""
    name = "A very long name of a vendor that no column holds"
    one = summary(1, name, status=Status.approved_with_conditions.value, next_review=TODAY - timedelta(days=40))
    monkeypatch.setattr(workspace, "list", lambda: (one,))
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, name)
        await sees(pilot, "approved with conditions")
        await sees(pilot, "The review is overdue since")


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
def test_the_list(
    snap_compare: Callable[..., bool], workspace: Workspace, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """Every status, an overdue review, a stale decision, a hostile name and a damaged assessment."""
    statuses = [status.value for status in Status]
    decided = statuses[3:6]
    many = tuple(
        summary(
            number,
            ("Acme GmbH", "Nordic Filing AS", "東京データ", HOSTILE, "A very long name of a vendor of data centres")[
                number % 5
            ],
            status=statuses[number % 7],
            who=("lena", "bea") if number % 3 else ("omar",),
            next_review=TODAY + timedelta(days=50 * number - 200) if statuses[number % 7] in decided else None,
        )
        for number in range(60)
    )
    broken = summary(70, problem="line 4 of its ledger was altered", status="")
    rated = tuple(
        Rated(outcome, 3 + number, 20, "An answer was changed since." if number == 4 else None)
        for number, outcome in enumerate((*OutcomeKind, None))
    )
    monkeypatch.setattr(workspace, "list", lambda: (*many, broken))
    monkeypatch.setattr("ddq.tui.screens.workspace.rate", lambda beside, identifier: rated[int(identifier[2:]) % 6])

    async def steps(pilot: Pilot[None]) -> None:
        await sees(pilot, "! overdue")
        await press(pilot, *["down"] * 5)
        await sees(pilot, "The decision is stale.")
        while [worker for worker in pilot.app.workers if worker.group == "rate" and not worker.is_finished]:
            await pilot.pause()

    assert snap_compare(app_on(workspace), terminal_size=size, run_before=steps)
