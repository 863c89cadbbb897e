"""The form: a section at a time, its questions under each other; what a field holds is saved when it is left."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from ddq.tui.form_pages import Page, page_after, page_before, page_of
from ddq.tui.here import Here, Place
from ddq.tui.screens.interview import InterviewScreen
from ddq.tui.sitting import Sitting
from ddq.tui.widgets.form_field import FormField, GroupLine
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.navigator import Navigator
from ddq.tui.widgets.plain import Static


class FormScreen(InterviewScreen):
    """The place of the sitting is the field that has the keys, so everything else is as at one question."""

    CSS_PATH = ["interview.tcss", "form.tcss"]
    GROUP: ClassVar[Binding.Group] = Binding.Group("Form")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "step(1)", "Next field", show=False, id="form.next", tooltip="Save, next field", group=GROUP),
        Binding(
            "shift+tab",
            "step(-1)",
            "Field before",
            show=False,
            id="form.previous",
            tooltip="Save, field before",
            group=GROUP,
        ),
    ]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self._page: Page | None = None
        self._fields: dict[str, FormField] = {}
        self._turning = False
        self._held: list[events.Key] = []
        """Keys that came while a page was turned: they are for the field that is entered then."""

    def compose_question(self) -> ComposeResult:
        with Vertical(id="side"):
            yield VerticalScroll(id="form", can_focus=False)
            yield Static(id="hint")

    @property
    def panel(self) -> FormField:
        """The field at the place."""
        return self._fields[self.sitting.place.question]

    @property
    def breadcrumb(self) -> tuple[str, ...]:
        return page_of(self.sitting.interview, self.sitting.place.question).words

    def show(self, cursor: str | None = None) -> None:
        sitting = self.sitting
        if sitting.place.row is not None:
            sitting.go(sitting.place.question)
        page = page_of(sitting.interview, sitting.place.question)
        if self._page is None or page.questions != self._page.questions:
            self._turn(page)
            return
        self._page = page
        with self.desk.batch_update():
            self.panel.show(sitting)
            self.show_standing()
        self._enter()

    def show_standing(self) -> None:
        super().show_standing()
        for name, field in self._fields.items():
            field.sync(Here(self.sitting.opened, Place(name)))

    def remember_loaded(self) -> None:
        self._loaded_raw = self.panel.loaded

    def _enter(self) -> None:
        """Give the keys to the field at the place, and bring it into sight."""
        self.remember_loaded()
        if not self.has_class("-navigating"):
            field = self.panel
            field.enter()
            self.call_after_refresh(field.scroll_visible, animate=False)

    def _turn(self, page: Page) -> None:
        """Show another page; keys wait until it is there."""
        self._page, self._turning = page, True
        self.set_focus(None)
        self._fields = {name: FormField(Here(self.sitting.opened, Place(name))) for name in page.questions}
        super().show_standing()
        self.run_worker(self._mount_page(), exclusive=True, group="page")

    async def _mount_page(self) -> None:
        form, fields = self.query_one("#form", VerticalScroll), [*self._fields.values()]
        async with form.batch():
            await form.remove_children()
            await form.mount_all(fields)
        form.scroll_home(animate=False)
        self._turning = False
        self._enter()
        held, self._held = self._held, []
        for key in held:
            self.desk.post_message(key)

    def on_key(self, event: events.Key) -> None:
        if self._turning:
            event.stop()
            event.prevent_default()
            self._held.append(events.Key(event.key, event.character))

    @property
    def is_writing(self) -> bool:
        return self._turning or any(field.is_draft for field in self._fields.values())

    def keep_draft(self) -> str | None:
        """Keep what is written in any field; why one cannot be kept."""
        place = self.sitting.place
        for name in [name for name, field in self._fields.items() if field.is_draft]:
            self.sitting.go(name)
            self.remember_loaded()
            problem = super().keep_draft()
            if problem is not None:
                self.show_standing()
                self._enter()
                return problem
        self.sitting.place = place
        self.remember_loaded()
        return super().keep_draft()

    def _give(self, raw: object) -> None:
        field = self.panel
        super()._give(raw)
        field.settle()

    # Moves

    def action_step(self, step: int) -> None:
        """To the next place that takes keys: within the field, or in another one after saving this."""
        focused = self.focused
        if self._turning or focused is None or self.panel not in focused.ancestors:
            self.panel.enter()
            return
        inside = [widget for widget in self.focus_chain if self.panel in widget.ancestors]
        there = inside.index(focused) + step if focused in inside else -1
        if 0 <= there < len(inside):
            self.set_focus(inside[there])
        else:
            self.commit(lambda: self._past(step))

    def go_on(self) -> None:
        self.commit(lambda: self._past(1))

    def _past(self, step: int) -> None:
        """To the next field that takes keys, on this page or another."""
        self.show_standing()  # the answer may have hidden the next field, or brought another
        names = [*self._fields]
        here = names.index(self.sitting.place.question)
        rest = names[here + 1 :] if step > 0 else names[:here][::-1]
        name = next((name for name in rest if self._fields[name].takes_keys), None)
        if name is None and self._page is not None:
            interview = self.sitting.interview
            name = page_after(interview, self._page) if step > 0 else interview.previous(self._page.questions[0])
        if name is None:
            self.panel.show(self.sitting)
            self._enter()
            self.tell(
                "This is the last question. Esc goes to the assessment." if step > 0 else "This is the first one."
            )
        else:
            self._to(name)

    def _to(self, question: str) -> None:
        """To a field, on this page or another."""
        self.sitting.go(question)
        if self._page is not None and question in self._page.questions:
            self.show_standing()
            self._enter()
        else:
            self.show()

    def action_next(self) -> None:
        """Save, and go to the next page or section; at the end, to the hub."""
        self._leaf(1)

    def action_previous(self) -> None:
        """Save, and go to the page or section before."""
        self._leaf(-1)

    def _leaf(self, step: int) -> None:
        def go() -> None:
            assert self._page is not None
            interview = self.sitting.interview
            question = (page_after if step > 0 else page_before)(interview, self._page)
            if question is not None:
                self._to(question)
            elif step > 0:
                self.dismiss()
            else:
                self.show()

        self.commit(go)

    def on_descendant_focus(self) -> None:
        """A click on another field: this one is saved first, as with any other move."""
        widget = self.focused  # not the event's: by now the keys may have gone on
        if widget is None or self._turning:
            return
        field = next((one for one in widget.ancestors if isinstance(one, FormField)), None)
        if field is None or field.question not in self._fields or field is self.panel:
            return
        if not self.written()[0]:
            self._focused(field, widget)
        else:
            self.panel.enter()
            self.commit(lambda: self._focused(field, widget))

    def _focused(self, field: FormField, widget: Widget) -> None:
        self._to(field.question)
        if widget.is_attached and field.display:
            self.set_focus(widget, scroll_visible=False)

    def action_form(self) -> None:
        """The same question by itself."""
        self.commit(lambda: self.switch_to(InterviewScreen(self.sitting)))

    @on(LineList.Chosen, ".group")
    def _opened(self, event: GroupLine.Chosen) -> None:
        """The list of a group, in the mode that has room for it."""
        event.stop()
        self.action_form()

    def action_back(self) -> None:
        """From the list of questions to the field, from a field to the hub."""
        if self.has_class("-navigating") or self.query_one(Navigator).has_focus:
            self.remove_class("-navigating")
            self.panel.enter()
        else:
            self.leave(self.dismiss)
