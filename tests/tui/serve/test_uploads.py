"""Files that come through the browser: cleaned names, limits, and a folder that goes with its server."""

import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from ddq.tui.serve.uploads import Refused, TooLarge, Uploads, clean_name
from ddq.tui.uploaded import uploaded


async def sent(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


@pytest.fixture
def uploads(tmp_path: Path) -> Iterator[Uploads]:
    made = Uploads(tmp_path / "uploads", limit=10, total=25)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("audit report.pdf", "audit report.pdf"),
        ("Prüfbericht.PDF", "Prüfbericht.PDF"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\lena\\a.pdf", "a.pdf"),
        (".ssh", "ssh"),
        ("~/.profile", "profile"),
        ("-rf", "rf"),
        ("..", "file"),
        ("", "file"),
        ("a\x1b[2J\u202efdp.exe", "a⟨ESC⟩[2J⟨U+202E⟩fdp.exe"),
        ("a\nb.txt", "a_b.txt"),
        ('a<b>:"|?*.txt', "a_b_.txt"),
        ("x" * 500 + ".pdf", "x" * 196 + ".pdf"),
        ("é" * 500, "é" * 100),
        ("a. .", "a"),
    ],
)
def test_a_name_is_only_a_name(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


async def test_a_file_is_kept_for_this_user_alone(uploads: Uploads, tmp_path: Path) -> None:
    file = await uploads.take("a.txt", sent(b"ab", b"c"))
    assert file.read_bytes() == b"abc"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for folder in (file.parent, file.parent.parent, tmp_path / "uploads"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_a_file_of_the_same_name_does_not_take_its_place(uploads: Uploads) -> None:
    first, second = await uploads.take("a.txt", sent(b"1")), await uploads.take("a.txt", sent(b"2"))
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert second.name == "a (2).txt"
    assert {file.name for file in uploaded(uploads.folder)} == {"a.txt", "a (2).txt"}


async def test_a_file_beyond_the_limit_is_refused_wherever_it_shows(uploads: Uploads) -> None:
    """By the size that is announced, or else by what comes."""
    with pytest.raises(TooLarge):
        await uploads.take("a", sent(b"x"), announced=11)
    with pytest.raises(TooLarge):
        await uploads.take("a", sent(b"x" * 6, b"x" * 6), announced=3)
    with pytest.raises(Refused, match="empty"):
        await uploads.take("a", sent())
    assert nothing_in(uploads)


async def test_all_files_together_have_a_limit(uploads: Uploads) -> None:
    await uploads.take("a", sent(b"x" * 10))
    await uploads.take("b", sent(b"x" * 10))
    with pytest.raises(TooLarge, match="restart"):
        await uploads.take("c", sent(b"x" * 10))


async def test_a_connection_that_breaks_leaves_nothing(uploads: Uploads) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield b"abc"
        raise ConnectionResetError

    with pytest.raises(Refused):
        await uploads.take("a", breaking())
    assert nothing_in(uploads)


def nothing_in(uploads: Uploads) -> bool:
    return not [file for file in uploads.folder.parent.rglob("*") if file.is_file() and file.name != ".lock"]


async def test_a_server_leaves_the_files_of_another_alone(tmp_path: Path, uploads: Uploads) -> None:
    """And removes its own; of one that was killed, whose lock nobody holds, the next server does it."""
    file = await uploads.take("a.txt", sent(b"x"))
    left = tmp_path / "uploads" / "0123"
    (left / "files").mkdir(parents=True)
    (left / "files" / "old.txt").write_text("x")
    other = Uploads(tmp_path / "uploads")
    assert file.is_file()
    assert not left.exists()
    other.close()
    assert not other.folder.exists()
    assert file.is_file()
