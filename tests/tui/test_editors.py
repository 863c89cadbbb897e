"""Each editor takes keys and gives the raw answer that the questionnaire's parser reads."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pydantic import TypeAdapter
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.pilot import Pilot

from ddq.questionnaire.answers import ValueProblem, json_value, parse_value
from ddq.questionnaire.model import AnyQuestion, ChoiceQuestion, ChoicesQuestion
from ddq.tui.editors import EDITORS
from ddq.tui.editors.base import Editor
from ddq.tui.matching import matching
from ddq.tui.theme import DARK, THEMES
from ddq.tui.widgets.options import Options
from tests.tui.seen import sees

CHOICES = [{"code": "a", "label": "First"}, {"code": "b", "label": "Second"}, {"code": "c", "label": "Third"}]


def question(kind: str, **more: Any) -> AnyQuestion:
    """A question of a kind, as the loader gives it."""
    adapter: TypeAdapter[AnyQuestion] = TypeAdapter(AnyQuestion)
    return adapter.validate_python({"id": "Q-1", "text": "What?", "kind": kind, **more}, strict=False)


class OneEditor(App[None]):
    """An app of one editor, which remembers what it said."""

    def __init__(self, asked: AnyQuestion, raw: object) -> None:
        super().__init__()
        self.asked, self.raw_answer = asked, raw
        self.committed: list[object] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK

    def compose(self) -> ComposeResult:
        yield EDITORS[self.asked.kind]()

    def on_mount(self) -> None:
        editor = self.query_one(Editor)
        offered = self.asked.choices if isinstance(self.asked, ChoiceQuestion | ChoicesQuestion) else ()
        editor.load(self.asked, self.raw_answer, offered)
        editor.entry().focus()

    def on_editor_committed(self, event: Editor.Committed) -> None:
        self.committed.append(event.editor.raw())


@asynccontextmanager
async def shown(asked: AnyQuestion, raw: object = None) -> AsyncIterator[tuple[OneEditor, Pilot[None]]]:
    app = OneEditor(asked, raw)
    async with app.run_test(size=(80, 24)) as pilot:
        yield app, pilot


KEYS: list[tuple[AnyQuestion, list[str], object]] = [
    (question("text"), [*"Acme", "enter"], "Acme"),
    (question("integer"), [*"42", "enter"], 42),
    (question("decimal"), [*"1.5", "enter"], "1.5"),
    (question("percent"), [*"12.5", "enter"], "12.5"),
    (question("money", currencies=["EUR"]), [*"1000", "enter"], {"amount": "1000", "currency": "EUR"}),
    (question("date"), [*"2021-04-10", "enter"], "2021-04-10"),
    (question("evidence"), [*"a.pdf; b.pdf", "enter"], ["a.pdf", "b.pdf"]),
    (question("yes_no"), ["2", "enter"], False),
    (question("yes_no"), ["down", "enter"], True),
    (question("choice", choices=CHOICES), ["3", "enter"], "c"),
    (question("choice", choices=CHOICES), ["down", "down", "enter"], "b"),
    (question("choices", choices=CHOICES), ["3", "1", "enter"], ["a", "c"]),
    (question("choices", choices=CHOICES), ["1", "1", "2", "enter"], ["b"]),
    (question("choices", choices=CHOICES), ["4", "enter"], []),
    (question("country"), [*"norw", "enter"], "NO"),
    (question("country"), [*"de", "enter"], "DE"),
    (question("countries"), [*"fr", "enter", *"germ", "enter", "enter"], ["DE", "FR"]),
]


@pytest.mark.parametrize(("asked", "keys", "expected"), KEYS, ids=[f"{q.kind}-{k[0]}" for q, k, _ in KEYS])
async def test_keys_make_the_answer(asked: AnyQuestion, keys: list[str], expected: object) -> None:
    """The last Enter commits; the parser accepts what the editor gives."""
    async with shown(asked) as (app, pilot):
        await pilot.press(*keys)
        assert len(app.committed) == 1
        assert json_value(parse_value(asked, app.committed[0])) == expected


STORED: list[tuple[AnyQuestion, object]] = [
    (question("text"), "Acme"),
    (question("long_text"), "one\ntwo"),
    (question("integer"), 42),
    (question("decimal"), "1.5"),
    (question("money"), {"amount": "1000", "currency": "EUR"}),
    (question("date"), "2021-04-10"),
    (question("evidence"), ["a.pdf", "https://example.org/b"]),
    (question("yes_no"), False),
    (question("choice", choices=CHOICES), "b"),
    (question("choices", choices=CHOICES), ["a", "c"]),
    (question("choices", choices=CHOICES), []),
    (question("country"), "NO"),
    (question("countries"), ["DE", "FR"]),
    (question("entity"), {"name": "A", "kind": "person", "country": None, "identifiers": []}),
]


@pytest.mark.parametrize(("asked", "raw"), STORED, ids=[f"{q.kind}" for q, _ in STORED])
async def test_an_answer_is_shown_as_it_was_given(asked: AnyQuestion, raw: object) -> None:
    """Reopening a question and committing it unchanged changes nothing."""
    async with shown(asked, raw) as (app, _):
        given = app.query_one(Editor).raw()
        assert json_value(parse_value(asked, given)) == raw


@pytest.mark.parametrize("kind", [kind for kind in EDITORS if kind not in ("choice", "choices")])
async def test_nothing_written_is_no_answer(kind: str) -> None:
    """None, so that Enter on an untouched question answers nothing."""
    more: dict[str, Any] = {"computed": {"calc": "1"}, "group": {"fields": [question("text")]}}.get(kind, {})
    asked = question(kind, **more)
    async with shown(asked) as (app, _):
        assert app.query_one(Editor).raw() is None


async def test_a_digit_beyond_the_options_says_how_many_there_are() -> None:
    asked = question("choice", choices=CHOICES)
    app = OneEditor(asked, None)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("9")
        await sees(pilot, "The numbers here go from 1 to 3.")
        assert app.query_one(Editor).raw() is None


async def test_enter_on_untouched_options_answers_nothing() -> None:
    """Passing over a question must not choose its first option."""
    async with shown(question("choice", choices=CHOICES)) as (app, pilot):
        await pilot.press("enter")
        assert app.committed == [None]


async def test_pasted_lines_are_all_kept() -> None:
    """Textual's own input keeps the first line and says nothing."""
    asked = question("text")
    async with shown(asked) as (app, pilot):
        app.query_one(Editor).entry().post_message(Paste("one\ntwo\r\nthree"))
        await pilot.pause()
        assert app.query_one(Editor).raw() == "one two three"


async def test_a_long_paste_is_kept_and_refused_with_its_length() -> None:
    """It can be shortened or moved to a note; cutting it would lose text in silence."""
    asked = question("text")
    async with shown(asked) as (app, pilot):
        app.query_one(Editor).entry().post_message(Paste("x" * 20_000))
        await pilot.pause()
        raw = app.query_one(Editor).raw()
        assert app.query_one(Editor).note() == "! 20,000 of at most 500 characters: shorten it, or attach it as a file"
        with pytest.raises(ValueProblem, match="20,000 characters; at most 500 fit"):
            parse_value(asked, raw)


async def test_pasted_controls_enter_a_text_only_spelled_out() -> None:
    async with shown(question("long_text")) as (app, pilot):
        app.query_one(Editor).entry().post_message(Paste("a\x1b[31mb\u202ec\nd"))
        await pilot.pause()
        assert app.query_one(Editor).raw() == "a⟨ESC⟩[31mb⟨U+202E⟩c\nd"


async def test_the_glyphs_tell_chosen_from_not_chosen_without_colour() -> None:
    async with shown(question("choice", choices=CHOICES), "b") as (app, _):
        lines = [app.query_one(Options).render_line(y).text.rstrip() for y in range(3)]
        assert lines == [" 1 ( ) First", " 2 (*) Second", " 3 ( ) Third"]
    async with shown(question("choices", choices=CHOICES), []) as (app, _):
        lines = [app.query_one(Options).render_line(y).text.rstrip() for y in range(4)]
        assert lines == [" 1 [ ] First", " 2 [ ] Second", " 3 [ ] Third", " 4 [x] None of these"]


def test_countries_are_found_by_name_code_and_without_accents() -> None:
    assert matching("no")[0] == ("NO", "Norway")
    assert [code for code, _ in matching("cote")] == ["CI"]
    assert "GB" in [code for code, _ in matching("kingdom")]
    assert matching("", ["NO"])[0] == ("NO", "Norway")
