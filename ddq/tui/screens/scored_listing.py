"""A list that is drawn from the score, which is computed beside the screen."""

from __future__ import annotations

import asyncio

from textual.content import Content

from ddq.scoring.model import Score
from ddq.tui.scored import scored
from ddq.tui.screens.listing import ListingScreen
from ddq.tui.widgets.plain import on_one_line
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.snapshot import Snapshot


class ScoredListing(ListingScreen):
    """One of them says how the score is shown."""

    def __init__(self, opened: OpenAssessment) -> None:
        super().__init__(opened)
        self._scored: tuple[Snapshot, Score | str] | None = None
        """The last score and what it was computed from, so that coming back costs nothing."""

    def look(self) -> None:
        self.run_worker(self._look(), exclusive=True, group="score")

    async def _look(self) -> None:
        snapshot = self.opened.snapshot
        if self._scored is None or self._scored[0] is not snapshot:
            if self._scored is None:
                self.draw(Content.styled("Computing …", "$quiet"), (), "")
            self._scored = (snapshot, await asyncio.to_thread(scored, snapshot))
        score = self._scored[1]
        if isinstance(score, str):
            self.draw(Content.assemble(("! ", "bold $error"), on_one_line(score)), (), "")
        else:
            self.show(score)

    def show(self, score: Score) -> None:
        """Show the score."""
        raise NotImplementedError
