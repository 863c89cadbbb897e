"""The terminal app: themes, the wall, signals, quitting and crashing; the screens do the rest."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.text import Text
from textual import events, on
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import ActiveBinding, Binding, BindingType
from textual.driver import Driver
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import WorkerFailed

from ddq.questionnaire.text import visible_text
from ddq.tui.crash import crash_sentence, write_crash
from ddq.tui.lost_terminal import outliving
from ddq.tui.orderly import settle
from ddq.tui.pasting import shield_pastes
from ddq.tui.plain_characters import draw_plain, wants_ascii
from ddq.tui.screens.base import DdqScreen, Dialog, Leaving
from ddq.tui.screens.too_small import MIN_HEIGHT, MIN_WIDTH, TooSmall
from ddq.tui.settings import KeptSettings, config_folder
from ddq.tui.theme import CONTRAST, DARK, LIGHT, THEMES
from ddq.tui.uploaded import Arrived
from ddq.tui.wall import raise_wall
from ddq.tui.widgets.plain import Static

if TYPE_CHECKING:
    from ddq.workspace.workspace import Workspace


class DdqApp(App[None]):
    """The app over a workspace; it opens the list of assessments, or one of them."""

    TITLE = "ddq"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    GROUP: ClassVar[Binding.Group] = Binding.Group("Program")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True, tooltip="Save and leave", group=GROUP),
    ]

    def __init__(
        self,
        workspace: Callable[[], Workspace],
        assessment: str | None = None,
        *,
        settings: KeptSettings | None = None,
        plain_characters: bool = False,
    ) -> None:
        """Take what opens the workspace: what it loads costs as much as Textual, and the first picture can come before.

        `assessment` is an id, or enough of one. Without `settings` nothing is remembered, and no keymap is read.
        """
        super().__init__()
        self.kept_settings = settings or KeptSettings()
        self._reads_keymap = settings is not None
        self._open_workspace = workspace
        self.workspace: Workspace | None = None
        self.opens = assessment
        self.refused: Exception | None = None
        """Why the workspace or the assessment could not be opened; the app then ends at once."""
        self.animation_level = "none"
        self._typed: asyncio.Queue[events.Event] = asyncio.Queue()
        raise_wall(self)
        shield_pastes()
        for theme in THEMES:
            self.register_theme(theme)
        remembered = self.kept_settings.now
        self.theme = remembered.theme if remembered.theme in self.available_themes else DARK
        self.plain_characters = wants_ascii(plain_characters, remembered.ascii)
        draw_plain(self, self.plain_characters)

    def compose(self) -> ComposeResult:
        yield Static(" Assessments\n\n Opening the workspace …", id="opening")

    def on_mount(self) -> None:
        self._listen_to_signals()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Open the workspace and show what is in it; keys that were typed meanwhile come after."""
        try:
            workspace = self.workspace = self._open_workspace()
            opens = None if self.opens is None else workspace.find(self.opens)
        except Exception as error:  # told as a command's error once the terminal is the user's again
            self.refused = error
            self.exit(return_code=1)
            return
        if self._reads_keymap:
            self.use_keymap(workspace.folder, config_folder())
        from ddq.tui.screens.workspace import WorkspaceScreen  # each screen is loaded when it is first shown

        self.push_screen(WorkspaceScreen(workspace, opens))
        if opens is None and not self.kept_settings.now.toured and os.environ.get("DDQ_TOUR") != "off":
            self.show_tour()
        self.run_worker(self._take_keys(), name="keys")

    def show_tour(self) -> None:
        """What the screens are for; once it was ended it does not begin by itself any more."""
        from ddq.tui.screens.tour import Tour

        self.push_screen(Tour(), lambda _: self.kept_settings.change(toured=True))

    def use_keymap(self, *folders: Path) -> None:
        """Use the keymap of the first folder that has one; where it is wrong say so, and keep the usual keys."""
        from ddq.tui.keymap import KeymapProblem, find_keymap, read_keymap  # only where there may be one

        file = find_keymap(*folders)
        if file is None:
            return
        from ddq.tui.every_key import every_key

        try:
            self.set_keymap(read_keymap(file, every_key()))
        except KeymapProblem as problem:
            self.notify(f"Your keymap is not used, and the usual keys apply. {problem}", severity="warning", timeout=20)

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes wait in a line of their own."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._typed.put_nowait(event)
        else:
            await super().on_event(event)

    async def _take_keys(self) -> None:
        """Each key is handled to its end before the next, so that typing ahead meets the question it was meant for."""
        while True:
            await super().on_event(await self._typed.get())
            await settle(self)

    def action_help_quit(self) -> None:
        """Ctrl+C copies; say how to leave."""
        self.notify("Ctrl+Q saves and leaves.")

    def on_resize(self, event: events.Resize) -> None:
        """Ask for room where there is too little; the screen underneath stays as it is."""
        small = event.size.width < MIN_WIDTH or event.size.height < MIN_HEIGHT
        asking = isinstance(self.screen, TooSmall)
        if small and not asking:
            self.push_screen(TooSmall())
        elif asking and not small:
            self.pop_screen()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell something; never parsed as markup, whatever the caller says."""
        super().notify(visible_text(message), title=title, severity=severity, timeout=timeout, markup=False)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the command palette offers: everything that has a key here, and the themes."""
        for active in screen.active_bindings.values():
            binding = active.binding
            if _is_outer(active) and active.enabled and binding.tooltip and binding.id:
                run = partial(self.call_later, self.run_action, binding.action, active.node)
                yield SystemCommand(binding.description, binding.tooltip, run)
        yield SystemCommand("Tour", "What the screens are for, in five pages", self.show_tour)
        yield SystemCommand("Dark", "Light text on a dark ground", lambda: self._use(DARK))
        yield SystemCommand("Light", "Dark text on a light ground", lambda: self._use(LIGHT))
        yield SystemCommand("High contrast", "White on black, no hues", lambda: self._use(CONTRAST))
        plain = self.plain_characters
        word, told = ("All characters", "Glyphs and lines again") if plain else ("ASCII", "Only ASCII glyphs and lines")
        yield SystemCommand(word, told, lambda: self.draw_in_ascii(not plain))

    def _use(self, theme: str) -> None:
        self.theme = theme
        self.kept_settings.change(theme=theme)

    def draw_in_ascii(self, plain: bool) -> None:
        """Draw in ASCII alone, or no longer, and remember it."""
        self.plain_characters = plain
        draw_plain(self, plain)
        self.kept_settings.change(ascii=plain)
        self.refresh(layout=True)
        for screen in self.screen_stack:
            for widget in (screen, *screen.walk_children()):
                widget.refresh()

    def get_driver_class(self) -> type[Driver]:
        """Textual's own, which outlives its terminal long enough to save."""
        return outliving(super().get_driver_class())

    async def action_quit(self) -> None:
        """Keep what is being written, then leave; the screen in front is the first that may ask."""
        then: Callable[[], Any] = self.exit
        for screen in self.screen_stack:
            if isinstance(screen, Leaving):
                then = partial(screen.leave, then)
        then()

    def _listen_to_signals(self) -> None:
        """A closed window or a stopped session ends the app as Ctrl+Q does; what cannot be kept is left."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                # A loop on Windows, or one that does not run in the main thread, takes no handlers.
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.save_and_exit)

    def save_and_exit(self) -> None:
        """Keep whatever can be kept, ask nothing, and leave."""
        self._keep_drafts()
        self.exit()

    def file_arrived(self, name: str) -> None:
        """A file came through the browser: the screen in front may take it."""
        self.screen.post_message(Arrived(name))

    @on(Arrived)
    def _say_arrived(self, event: Arrived) -> None:
        self.notify(
            f"{event.name} is here. F5 makes an answer rest on it; where a file is asked for, its name will do."
        )

    def _keep_drafts(self) -> None:
        for screen in reversed(self.screen_stack):
            if isinstance(screen, DdqScreen | Dialog):
                screen.keep_draft()

    def _handle_exception(self, error: Exception) -> None:
        """One sentence and the path of a crash file, instead of a traceback with everything that was entered."""
        self._return_code = 1
        if isinstance(error, WorkerFailed):
            error = cast(Exception, error.error)  # what failed in it; the wrapper has no place in the code
        with contextlib.suppress(Exception):  # what is broken may be the screen that holds the draft
            self._keep_drafts()
        if self._exception is None:
            self._exception = error
            self._exception_event.set()  # pyright: ignore[reportUnknownMemberType]  # set by App.__init__, undeclared (8.2.8)
        path = write_crash(error, Path.cwd() if self.workspace is None else self.workspace.folder)
        self._exit_renderables.append(Text(crash_sentence(path)))
        self._close_messages_no_wait()


def _is_outer(active: ActiveBinding) -> bool:
    """Whether a key belongs to a screen or to the app; those of a list or a field need no place in the palette."""
    node = cast(object, active.node)  # pyright: ignore[reportUnknownMemberType]  # a Screen without its result type
    return isinstance(node, Screen | App)
