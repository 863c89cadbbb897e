"""The user's keymap: used whole, or refused in a sentence that names the place."""

from pathlib import Path

import pytest
from textual.binding import Binding

from ddq.tui.app import DdqApp
from ddq.tui.every_key import every_key, nodes, own_bindings
from ddq.tui.keymap import KeymapProblem, find_keymap, read_keymap
from ddq.tui.screens.interview import InterviewScreen
from ddq.tui.settings import KeptSettings
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.test_app import ask, screen_text

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "keys.md"


def written(folder: Path, text: str) -> Path:
    file = folder / "keymap.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_dotted_names_and_tables_say_the_same(tmp_path: Path) -> None:
    expected = {"question.next": "f3,ctrl+n"}
    for text in (
        'question.next = ["f3", "ctrl+n"]',
        '"question.next" = ["F3", "Ctrl+N"]',
        '[question]\nnext = ["f3", "ctrl+n"]',
    ):
        assert read_keymap(written(tmp_path, text), every_key()) == expected


def test_two_actions_may_change_keys_with_each_other(tmp_path: Path) -> None:
    swapped = written(tmp_path, 'question.note = "f5"\nquestion.basis = "f4"')
    assert read_keymap(swapped, every_key()) == {"question.note": "f5", "question.basis": "f4"}


def test_screens_that_are_never_seen_together_may_share_a_key(tmp_path: Path) -> None:
    shared = written(tmp_path, 'hub.report = "f12"\nquestion.report = "f12"')
    assert len(read_keymap(shared, every_key())) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('question.nxt = "f3"', ":1: question.nxt: there is no such action; did you mean 'question.next'?"),
        ('# mine\n[question]\nnxt = "f3"', ":3: question.nxt: there is no such action"),
        ('question.next = "f4"', ":1: question.next: f4 is the key of question.note at the same time"),
        ('question.next = "ctrl+q"', "ctrl+q is the key of app.quit at the same time"),
        ('question.next = "ctrl+p"', "ctrl+p opens the list of commands"),
        ('question.next = "n"', "n types a character inside a text"),
        ('question.next = "shift+n"', "shift+n types a character inside a text"),
        ('question.next = "space"', "space types a character inside a text"),
        ('question.next = "enter"', "enter is needed to write"),
        ('question.next = "ctrl+m"', "terminals send ctrl+m as Enter"),
        ('question.next = "pgdown"', "there is no key 'pgdown'; did you mean 'pagedown'?"),
        ('question.next = "crtl+n"', "did you mean 'ctrl'?"),
        ("question.next = 3", "a key is written in quotation marks"),
        ("list.down = []", "without a key it cannot be reached"),
        ("question.next = f3", ":1: is not TOML"),
        ('"[/foo]\\u001b[2J" = "f3"', "[/foo]⟨ESC⟩[2J: there is no such action"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(KeymapProblem) as refused:
        read_keymap(file, every_key())
    assert str(refused.value).startswith(str(file))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_action_of_the_palette_needs_no_key(tmp_path: Path) -> None:
    assert read_keymap(written(tmp_path, "question.undo = []"), every_key()) == {"question.undo": ""}


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "keymap.toml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(KeymapProblem, match="is not written in UTF-8"):
        read_keymap(file, every_key())


def test_the_workspace_comes_before_the_users_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert find_keymap(tmp_path / "one", tmp_path / "two") is None
    second = written(tmp_path / "two", "")
    assert find_keymap(tmp_path / "one", tmp_path / "two") == second
    first = written(tmp_path / "one", "")
    assert find_keymap(tmp_path / "one", tmp_path / "two") == first


def test_the_usual_keys_are_a_keymap_without_a_problem(tmp_path: Path) -> None:
    """Whoever writes down what applies anyway is not told off."""
    text = "\n".join(f'"{one.id}" = [{", ".join(repr(key) for key in one.keys)}]' for one in every_key())
    assert len(read_keymap(written(tmp_path, text.replace("'", '"')), every_key())) == len(list(every_key()))


async def test_the_keymap_runs_and_the_foot_shows_it(
    workspace: Workspace, opened: OpenAssessment, tmp_path: Path
) -> None:
    written(workspace.folder, 'question.next = "ctrl+n"')
    app = DdqApp(lambda: workspace, opened.id, settings=KeptSettings(tmp_path / "settings.json"))
    app.kept_settings.change(toured=True)
    async with app.run_test(size=(140, 45)) as pilot:
        screen = await ask(pilot)
        assert "Ctrl+N Next" in screen_text(app)
        await pilot.press("f3")
        assert screen.sitting.place.question == "A-1"
        await pilot.press("ctrl+n")
        assert screen.sitting.place.question == "A-2"


async def test_a_wrong_keymap_is_told_and_the_usual_keys_apply(
    workspace: Workspace, opened: OpenAssessment, tmp_path: Path
) -> None:
    written(workspace.folder, 'question.next = "f4"')
    app = DdqApp(lambda: workspace, opened.id, settings=KeptSettings(tmp_path / "settings.json"))
    app.kept_settings.change(toured=True)
    async with app.run_test(size=(140, 45), notifications=True) as pilot:
        await pilot.pause()
        told = [notice.message for notice in app._notifications]  # pyright: ignore[reportPrivateUsage]
        assert any(text.startswith("Your keymap is not used, and the usual keys apply. ") for text in told)
        screen = await ask(pilot)
        await pilot.press("f3")
        assert isinstance(app.screen, InterviewScreen)
        assert screen.sitting.place.question == "A-2"


def test_every_action_is_listed_in_the_reference() -> None:
    """docs/reference/keys.md is what one writes a keymap from."""
    listed = REFERENCE.read_text(encoding="utf-8")
    for node in nodes():
        for binding in own_bindings(node):
            assert isinstance(binding, Binding)
            keys = ", ".join(f"`{key}`" for key in binding.key.split(","))
            assert f"| `{binding.id}` | {keys} | {binding.tooltip} |" in listed, (
                "write the reference anew: python -m tests.tui.list_keys"
            )
