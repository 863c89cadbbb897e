"""The list of all questions: filters that say what they show, and why questions do not apply."""

from ddq.assessment.model import Answer, Basis, Verdict
from ddq.questionnaire.model import Grade
from ddq.tui.widgets.navigator import Navigator
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.test_app import ask, screen_text

SIZE = (80, 40)


async def test_f_shows_some_questions_and_says_which(workspace: Workspace, opened: OpenAssessment) -> None:
    opened.answer("A-1", Answer(value="a"))
    opened.answer("A-2", Answer(value=True, basis=Basis(grade=Grade.B)))
    opened.review("A-1", Verdict(verdict="reviewed"))
    opened.answer("A-3", Answer(value="Lena"))
    opened.flag("A-5", "ask Bo")
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "A-1")
        await pilot.press("f2")
        seen: list[tuple[str, list[str]]] = []
        for _ in range(4):
            await pilot.press("f")
            navigator = app.screen.query_one(Navigator)
            names = [navigator.question_at(index) for index in range(navigator.row_count)]
            seen.append((screen_text(app).splitlines()[1].strip(), [name for name in names if name is not None]))
        unanswered, flagged, evidence, changed = seen
        assert unanswered[0].startswith("Only unanswered (12)")
        assert not {"A-1", "A-2", "A-3"} & set(unanswered[1])
        assert flagged == ("Only flagged (1); F filters", ["A-5"])
        assert evidence == ("Only needs evidence (1); F filters", ["A-2"])
        assert changed == ("Only changed since the last review (1); F filters", ["A-3"])
        await pilot.press("f", "f", "f", "enter")
        await pilot.pause()
        assert "How many people?" in screen_text(app), "Enter goes to the first that is listed"


async def test_what_does_not_apply_unfolds_its_reasons(workspace: Workspace, opened: OpenAssessment) -> None:
    opened.answer("A-1", Answer(value="c", basis=Basis(grade=Grade.D)))
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "A-9")
        await pilot.press("f2")
        assert "1 question does not apply …" in screen_text(app)
        assert "because" not in screen_text(app)
        await pilot.press("down", "enter")
        assert "A-2" in screen_text(app)
        assert "because A-1 is “Gamma”" in screen_text(app)
        await pilot.press("enter")
        assert "because" not in screen_text(app)
