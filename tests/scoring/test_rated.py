"""Not rated: as long as the answers have not narrowed a single indicator that rests on them."""

from __future__ import annotations

from typing import Any

from ddq.questionnaire.model import GroupFeed
from ddq.scoring.model import OutcomeKind
from tests.scoring.conftest import Run, known_group, said, yes_no

FEEDS: dict[str, Any] = {
    "id": "more",
    "kind": "yes_no",
    "text": "And this?",
    "feeds": [{"indicator": "i-q", "presence": {"yes": 1, "no": 0}}],
}


def test_an_indicator_that_may_still_be_anything_rates_nothing(run: Run) -> None:
    """One of two questions behind it is answered well, and the other could still show all of it."""
    asked = [yes_no("q", "severe"), FEEDS]
    assert run(asked, {"q": said(False)}, tier=2).outcome is OutcomeKind.not_rated
    assert run(asked, {"q": said(False), "more": said(False)}, tier=2).outcome is OutcomeKind.proceed
    assert run(asked, {"q": said(True)}, tier=4).outcome is OutcomeKind.do_not_proceed


def test_lists_rate_once_the_strongest_of_them_is_declared(run: Run) -> None:
    """Until then a seat that nobody listed could be in any state."""
    asked = [known_group(GroupFeed.seats), known_group(GroupFeed.flows)]
    assert run(asked, {"flows/complete": said(True)}, tier=1).outcome is OutcomeKind.not_rated
    assert run(asked, {"seats/complete": said(True)}, tier=1).outcome is not OutcomeKind.not_rated
