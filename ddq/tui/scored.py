"""The score of what is on screen, or the sentence that says why there is none."""

from __future__ import annotations

from ddq.scoring.model import Score
from ddq.scoring.presence import UnmappedAnswer
from ddq.workspace.snapshot import Snapshot


def scored(snapshot: Snapshot) -> Score | str:
    """The score, exact; a sentence where the questionnaire itself stands in the way, which lint would have found."""
    try:
        return snapshot.score()
    except UnmappedAnswer as error:
        return f"The score cannot be computed: {error}"
