"""Each case that ships has a page; it says what the case says, and no score."""

from tests.cases.case_pages import FOLDER, pages


def test_the_pages_are_those_of_the_cases_as_they_stand() -> None:
    written = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    told = pages()
    stale = sorted(name for name in told.keys() | written.keys() if told.get(name) != written.get(name))
    assert stale == [], "write the pages anew: python -m tests.cases.case_pages"
