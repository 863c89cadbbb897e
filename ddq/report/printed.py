"""Text and codes as they are printed, for what is imported by the process that renders: nothing of the domain is."""

from __future__ import annotations

import re

from ddq.questionnaire.text import visible_text
from ddq.report.language import heard, term

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


def clean(text: str) -> str:
    """Text as it is printed: a sentence of ours is told, and what cannot be printed is spelled out, such as `⟨ESC⟩`."""
    return _PRIVATE.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", visible_text(heard(text).replace("\r\n", "\n")))


def words(code: str) -> str:
    """A code such as `state_action` as words; those that a report can meet stand in `terms`."""
    return clean(term(code.replace("_", " ")))


def begun(text: str) -> str:
    """Words as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
