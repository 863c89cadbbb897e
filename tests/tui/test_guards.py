"""What must stay so as the app grows: few widgets, complete keys, plain widgets, a cheap import."""

import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

import ddq.tui
from ddq.assessment.model import Engagement, Vendor
from ddq.tui.every_key import nodes, own_bindings
from ddq.tui.form_pages import PAGE_SIZE
from ddq.tui.screens.base import DdqScreen, Dialog
from ddq.tui.screens.form import FormScreen
from ddq.tui.screens.interview_keys import KEYS
from ddq.tui.screens.listing import ListingScreen
from ddq.tui.screens.scored_listing import ScoredListing
from ddq.tui.screens.sitting_screen import SittingScreen
from ddq.tui.screens.too_small import TooSmall
from ddq.tui.screens.written import WritingDialog
from ddq.tui.widgets.form_field import FormField
from ddq.tui.widgets.headline import Headline
from ddq.tui.widgets.keyline import key_name
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on

MOST_WIDGETS = 80


def many_questions(workspace: Workspace, number: int, section: int = 25) -> str:
    """The id of an assessment with `number` questions of several kinds, `section` in each section."""
    kinds: list[dict[str, object]] = [
        {"kind": "text"},
        {"kind": "yes_no"},
        {"kind": "integer"},
        {"kind": "country"},
        {"kind": "choice", "choices": [{"code": "a", "label": "A"}, {"code": "b", "label": "B"}]},
    ]
    sections = [
        {
            "id": f"s{start}",
            "title": f"Section {start}",
            "domain": "Law",
            "questions": [
                {"id": f"Q-{n}", "text": f"Question {n}?", **kinds[n % len(kinds)]}
                for n in range(start, min(start + section, number))
            ],
        }
        for start in range(0, number, section)
    ]
    content = {"ddq": "questionnaire/1", "id": f"q{number}", "version": "1.0.0", "title": "Many", "sections": sections}
    (Path(workspace.folder) / "questionnaires" / f"q{number}.yaml").write_text(json.dumps(content), encoding="utf-8")
    return workspace.create(Vendor(name="Acme"), f"q{number}", Engagement(profile="de-authority")).id


@pytest.mark.parametrize("number", [50, 500])
async def test_mounted_widgets_do_not_grow_with_the_questions(workspace: Workspace, number: int) -> None:
    """500 mounted questions cost 10 s to open and 200 ms a key; one panel and one drawn list cost neither."""
    opened = workspace.open(many_questions(workspace, number))
    app = app_on(workspace, opened)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        before = len(list(app.screen.walk_children()))
        await pilot.press("x", "enter", "1", "enter", "5", "enter")
        assert before == len(list(app.screen.walk_children())) <= MOST_WIDGETS
        assert before == WIDGETS, "the same at 50 and at 500 questions"


WIDGETS = 42


async def test_a_form_mounts_no_more_than_a_page(workspace: Workspace) -> None:
    """However long its section; and a page that was turned leaves nothing mounted."""
    opened = workspace.open(many_questions(workspace, 500, section=150))
    app = app_on(workspace, opened)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("c", "shift+f2")
        counts: list[int] = []
        for page in range(1, 7):
            while not isinstance(app.screen, FormScreen) or app.screen.focused is None:
                await pilot.pause()
            assert len(app.screen.query(FormField)) == PAGE_SIZE
            assert f"page {page} of 6" in str(app.screen.query_one(Headline).render())
            counts.append(len(list(app.screen.walk_children())))
            await pilot.press("f3")
        assert set(counts) == {counts[0]}
        assert counts[0] <= 12 * PAGE_SIZE


UNEXPLAINED = {DdqScreen, Dialog, WritingDialog, SittingScreen, ListingScreen, ScoredListing, TooSmall}
"""What is only derived from; and what says in itself all that there is to say."""

BOUND = [(node, binding) for node in nodes() for binding in own_bindings(node)]


@pytest.mark.parametrize(("node", "binding"), BOUND, ids=lambda value: getattr(value, "id", None) or value.__name__)
def test_each_key_is_complete(node: type[DOMNode], binding: Binding) -> None:
    """An id for keymaps, a word for the foot, a sentence for the palette, a group, and an action that exists."""
    assert binding.id and binding.description and binding.tooltip and binding.group
    action = binding.action.partition("(")[0]
    if "." not in action:
        assert hasattr(node, f"action_{action}"), binding
    traps = {"ctrl+m", "ctrl+i", "ctrl+h", "ctrl+b", "ctrl+a", "ctrl+c", "ctrl+s", "f11"}
    assert not traps & set(binding.key.split(",")), "legacy terminals and multiplexers eat these"


def test_ids_are_unique_and_no_screen_has_a_key_twice() -> None:
    """A keymap that meets one id twice disables a key in silence."""
    ids = [binding.id for _, binding in BOUND]
    assert len(ids) == len(set(ids))
    for node in nodes():
        keys = [key for binding in own_bindings(node) for key in binding.key.split(",")]
        assert len(keys) == len(set(keys)), node


def is_asking(node: type[DOMNode]) -> bool:
    return issubclass(node, Screen) and node not in UNEXPLAINED


ASKING = [*filter(is_asking, nodes())]


@pytest.mark.parametrize("screen", ASKING, ids=lambda screen: screen.__name__)
def test_every_screen_and_dialog_explains_itself_on_f1(screen: type[DOMNode]) -> None:
    """In sentences for buyers, of its own: not those of what it is derived from."""
    keys = [binding for node in screen.__mro__ if issubclass(node, DOMNode) for binding in own_bindings(node)]
    assert any(binding.key == "f1" and binding.action == "explain" for binding in keys)
    general = (DdqScreen.action_explain, Dialog.action_explain, ListingScreen.action_explain)
    own = "EXPLAINED" in vars(screen) or getattr(screen, "action_explain", None) not in general
    assert own, f"{screen.__name__} says nothing of itself"
    for heading, text in vars(screen).get("EXPLAINED", ()):
        assert heading.strip()
        assert text.endswith(".")
        assert len(text.split()) > 4


def test_every_key_of_the_interview_works_inside_a_text() -> None:
    """A letter would be typed; a key without priority may be the text area's own, as F6 and F7 are."""
    for binding in KEYS:
        assert isinstance(binding, Binding)
        assert len(binding.key) > 1
        assert binding.priority or binding.key == "escape"


@pytest.mark.parametrize("module", ["ddq.tui", "ddq.tui.plain", "ddq.tui.plain.interview", "ddq.tui.plain.start"])
def test_the_line_mode_loads_no_textual(module: str) -> None:
    """It costs 190 ms, and the line mode is for machines on which it may not even start."""
    code = f"import sys, {module}; print([name for name in sys.modules if name.startswith(('textual', 'rich'))])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_style_sheet_stands_beside_each_full_screen() -> None:
    folder = Path(inspect.getfile(ddq.tui)).parent / "screens"
    sheets = {path.stem for path in folder.glob("*.tcss")}
    assert {"workspace", "new", "hub", "interview"} <= sheets


def test_the_guide_names_every_key_of_the_interview() -> None:
    """docs/how-to/interview.md is read beside the screen."""
    guide = (Path(__file__).parents[2] / "docs" / "how-to" / "interview.md").read_text(encoding="utf-8")
    for binding in KEYS:
        assert isinstance(binding, Binding)
        assert key_name(binding.key) in guide, binding
