"""Each jurisdiction whose law was read has a page, and the page says what the registers say."""

from tests.registers.law_pages import FOLDER, pages


def test_the_pages_are_those_of_the_registers_as_they_stand() -> None:
    written = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    told = pages()
    stale = sorted(name for name in told.keys() | written.keys() if told.get(name) != written.get(name))
    assert stale == [], "write the pages anew: python -m tests.registers.law_pages"
