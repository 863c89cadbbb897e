"""Who may ask, decided from a path and headers alone."""

import pytest

from ddq.tui.serve.guard import Guard
from ddq.tui.serve.process import app_environment, as_terminal

OURS = {"Host": "127.0.0.1:8000"}
ORIGIN = {"Origin": "http://127.0.0.1:8000"}


@pytest.fixture
def guard() -> Guard:
    return Guard("127.0.0.1", 8000, loopback=True)


def asked(guard: Guard, headers: dict[str, str], path: str | None = None, *, own_page: bool = False) -> str | None:
    return guard.refusal(f"/{guard.token}/" if path is None else path, OURS | headers, own_page=own_page)


def test_the_page_opens_with_the_key(guard: Guard) -> None:
    assert asked(guard, {}) is None
    assert asked(guard, ORIGIN, own_page=True) is None
    assert guard.address == f"http://127.0.0.1:8000/{guard.token}/"


def test_a_link_may_lead_to_the_page(guard: Guard) -> None:
    """Such as one in a terminal that is itself a page: the key is in it, and nothing is read by who sent it."""
    assert asked(guard, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}) is None


def test_each_start_has_another_key_of_256_bits(guard: Guard) -> None:
    assert Guard("127.0.0.1", 8000, loopback=True).token != guard.token
    assert len(guard.token) == 43


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:8001"},
        {"Host": "127.0.0.1:8000.evil.example"},
        {"Host": ""},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "http://localhost:8000"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "websocket"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_other_names_and_foreign_pages_are_refused_even_with_the_key(guard: Guard, headers: dict[str, str]) -> None:
    assert asked(guard, headers) is not None


@pytest.mark.parametrize("path", ["", "/", "//", "/x/", "/../", "/%2e%2e/", "/é/", "/%ff/", "/\ud800/"])
def test_a_path_without_the_key_is_refused(guard: Guard, path: str) -> None:
    """Whatever its bytes: comparing them raises nothing."""
    assert asked(guard, {}, path) is not None
    assert asked(guard, {}, f"/{guard.token[:-1]}/") is not None
    assert asked(guard, {}, f"//{guard.token}x/") is not None


def test_what_only_our_page_sends_needs_an_origin(guard: Guard) -> None:
    """Every browser sends one with a socket and with a POST."""
    assert asked(guard, {}, own_page=True) is not None


def test_another_address_answers_only_to_its_own_name() -> None:
    guard = Guard("192.0.2.7", 8000, loopback=False)
    path = f"/{guard.token}/"
    assert guard.refusal(path, {"Host": "192.0.2.7:8000"}, own_page=False) is None
    assert guard.refusal(path, {"Host": "localhost:8000"}, own_page=False) is not None


def test_an_address_of_version_6_is_written_in_brackets() -> None:
    guard = Guard("::1", 8000, loopback=True)
    assert guard.address.startswith("http://[::1]:8000/")
    assert guard.refusal(f"/{guard.token}/", {"Host": "[::1]:8000"}, own_page=False) is None


def test_the_app_inherits_no_secret(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Its temporary files go where the server removes them."""
    scratch = tmp_path_factory.mktemp("scratch")
    ours = {"HOME": "/home/lena", "AWS_SECRET_ACCESS_KEY": "x", "PYTHONPATH": "/tmp", "DDQ_USER": "lena"}
    told = app_environment(ours, scratch, 100, 30)
    assert told["DDQ_USER"] == "lena"
    assert told["TMPDIR"] == str(scratch)
    assert not {"AWS_SECRET_ACCESS_KEY", "PYTHONPATH"} & set(told)


def test_what_a_process_said_steers_no_terminal() -> None:
    assert b"\x1b]52" not in as_terminal("a\x1b]52;c;eA==\x07\u202e\nb")
    assert "⟨ESC⟩]52" in as_terminal("a\x1b]52").decode()
