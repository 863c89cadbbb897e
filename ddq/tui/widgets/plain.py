"""Textual's widgets without their markup: the only module that may import the ones that parse it.

Vendor text is hostile. A plain `str` given to these is shown as typed, its control characters spelled out.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.visual import VisualType
from textual.widgets import Button as _Button  # noqa: TID251
from textual.widgets import Input as _Input  # noqa: TID251
from textual.widgets import Static as _Static  # noqa: TID251
from textual.widgets import TextArea as _TextArea  # noqa: TID251

from ddq.questionnaire.text import clean_text, visible_text


def shown(text: str) -> Content:
    """Text from anywhere as content: never parsed, controls spelled out."""
    return Content(visible_text(text))


def on_one_line(text: str) -> str:
    """The text with its line ends written as ` ⏎ `, for a place that has one line."""
    return " ⏎ ".join(visible_text(text).splitlines())


class Static(_Static):
    """A piece of text."""

    def __init__(self, content: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(_content(content), markup=False, id=id, classes=classes)

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        super().update(_content(content) if isinstance(content, str) else content, layout=layout)


def _content(content: str | Content) -> Content:
    return shown(content) if isinstance(content, str) else content


class Button(_Button):
    """A button; its label is not parsed."""

    def __init__(self, label: str, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(shown(label), id=id, classes=classes, compact=True)


class Input(_Input):
    """A line of text. What is pasted is kept whole: its line ends become spaces and nothing is cut off."""

    virtual_size = Reactive(Size(0, 0))
    """How long the text is. A line keeps its place however long it grows, so a key does not lay out the whole screen
    anew, as it would in Textual's own: that was two thirds of what a key costs."""

    def __init__(self, *, placeholder: str = "", id: str | None = None, classes: str | None = None) -> None:
        super().__init__(placeholder=placeholder, id=id, classes=classes, compact=True, select_on_focus=False)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.take_paste(event.text)

    def take_paste(self, text: str) -> None:
        """Insert pasted text on one line, all its lines joined by a space."""
        lines = clean_text(text).replace("\t", " ").splitlines()
        line = " ".join(lines)
        if len(lines) > 1:
            self.app.notify(f"{len(lines)} lines were pasted; here they are one, nothing is left out.")  # pyright: ignore[reportUnknownMemberType]
        selection = self.selection
        if selection.is_empty:
            self.insert_text_at_cursor(line)
        else:
            self.replace(line, *selection)


class TextArea(_TextArea):
    """A text of several lines; Tab moves on, as everywhere."""

    GROUP: ClassVar[Binding.Group] = Binding.Group("Text")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+z", "undo", "Undo typing", show=False, id="text.undo", tooltip="Take back what you typed", group=GROUP
        ),
    ]

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(
            text,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            compact=True,
            id=id,
            classes=classes,
        )

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        result = self.replace(clean_text(event.text), *self.selection)
        self.move_cursor(result.end_location)
