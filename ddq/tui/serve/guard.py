"""Who may ask: every request needs the key in its path, our own name as its host, and no foreign page behind it.

Any page that is open in the same browser can send requests to this machine, and a name that points here makes them look
like our own (DNS rebinding). There is no cookie: a browser would send it along with requests of foreign pages, and to
other servers on this machine.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import unquote

TOKEN_BYTES = 32

HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Server": "ddq",
}
"""What every response says, besides its content security policy."""


class Guard:
    """The key of one server, and the names that it has."""

    def __init__(self, host: str, port: int, loopback: bool) -> None:
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        names = {host, "127.0.0.1", "localhost"} if loopback else {host}
        self._hosts = frozenset(f"{_in_url(name)}:{port}".lower() for name in names)
        if port == 80:
            self._hosts |= {_in_url(name).lower() for name in names}
        self.address = f"http://{_in_url(host)}:{port}/{self.token}/"
        """Where the page is; whoever knows it may use the app."""

    def headers(self) -> dict[str, str]:
        """What every response says. The terminal's client writes its styles into the page; nothing else is let in."""
        sockets = " ".join(f"ws://{host}" for host in sorted(self._hosts))
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            f" font-src 'self'; connect-src 'self' {sockets}; base-uri 'none'; form-action 'none';"
            " frame-ancestors 'none'"
        )
        return {**HEADERS, "Content-Security-Policy": policy}

    def refusal(self, path: str, headers: Mapping[str, str], *, own_page: bool) -> str | None:
        """Why a request is refused; None where it may pass.

        Args:
            path: as it was sent.
            headers: of the request.
            own_page: whether only our own page may send such a request, as the one that opens the app.
        """
        host = headers.get("Host", "").lower()
        if host not in self._hosts:
            return "This server does not answer to that name. Open the address that ddq serve printed."
        origin = headers.get("Origin")
        if origin is None and own_page:
            return "Only the page of ddq may ask for this."
        if origin is not None and origin.lower() != f"http://{host}":
            return "Another page sent this request, and only the page of ddq may."
        navigates = headers.get("Sec-Fetch-Mode") == "navigate"
        if not navigates and headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
            return "Another page sent this request, and only the page of ddq may."
        given = unquote(path.lstrip("/").partition("/")[0])
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode()):
            return "The address lacks the key. Open the address that ddq serve printed, the whole of it."
        return None


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
