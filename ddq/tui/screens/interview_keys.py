"""The keys of the interview. None of them types a character, so all work inside a text; each is in the palette too."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from ddq.tui.screens.elsewhere import keys

_QUESTION = Binding.Group("Question")
_GO = Binding.Group("Go")
_FIRST = {"f1", "f2", "f3", "f4", "f5", "f6", "ctrl+o", "f7", "ctrl+g"}
"""The keys in the line at the foot, as many as fit; the others stand in the palette."""


def _keys(group: Binding.Group, *keys: tuple[str, str, str, str, str]) -> list[BindingType]:
    return [
        Binding(
            key, action, word, id=identifier, tooltip=tooltip, group=group, show=key in _FIRST, priority=key != "escape"
        )
        for key, action, word, identifier, tooltip in keys
    ]


KEYS: list[BindingType] = [
    *_keys(
        _QUESTION,
        ("f1", "explain", "Help", "question.help", "Help, and why we ask"),
    ),
    *_keys(
        _GO,
        ("f2", "navigate", "Questions", "nav.toggle", "All questions and how they stand"),
        ("shift+f2", "form", "Form", "nav.form", "A section at a time as a form, or one question at a time"),
        ("f3", "next", "Next", "question.next", "Save and go on"),
        ("shift+f3", "previous", "Previous", "question.previous", "Save and go back"),
    ),
    *_keys(
        _QUESTION,
        ("f4", "note", "Note", "question.note", "A note beside the answer"),
        ("f5", "basis", "Basis", "question.basis", "Evidence grade, source, confidence"),
        ("f6", "flag", "Flag", "question.flag", "Flag for later, or lift the flag"),
        ("ctrl+o", "state", "No answer", "question.state", "Unknown, pending, refused and so on, with a reason"),
        ("f8", "undo", "Undo", "question.undo", "Take the last change back"),
        ("f9", "save", "Save", "question.save", "Save now, and say how it stands"),
    ),
    *_keys(
        _GO,
        ("f7", "open", "Open", "question.open", "The next question that is open"),
        ("ctrl+g", "jump", "Go to", "nav.jump", "Go to a question by its id or words"),
        ("f10", "report", "Report", "question.report", "Write the report"),
        ("escape", "back", "Back", "nav.back", "Back one level"),
    ),
    *keys(_GO, hub=False),
]
