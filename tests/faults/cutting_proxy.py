"""Stands between a store and its server, and cuts the connection around a commit."""

from __future__ import annotations

import socket
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Literal

Cut = Literal["before", "after"]
_SOCKET = ".s.PGSQL.5432"


class CuttingProxy:
    """A socket in a folder of its own that passes everything on, until it is told to cut."""

    def __init__(self, server: Path) -> None:
        self._server = server / _SOCKET
        self.folder = Path(tempfile.mkdtemp(prefix="ddq-proxy-"))
        self.cut: Cut | None = None
        """Where to cut the next commit: before the server sees it, or after it has answered."""
        self.refusing = False
        """Whether new connections are turned away."""
        self.cuts = 0
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self.folder / _SOCKET))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                if self.refusing:
                    client.close()
                    continue
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self._server))
                threading.Thread(target=self._serve, args=(client, server), daemon=True).start()

    def _serve(self, client: socket.socket, server: socket.socket) -> None:
        back = threading.Thread(target=_pass_on, args=(server, client), daemon=True)
        back.start()
        with suppress(OSError):
            while said := client.recv(65536):
                if self.cut is not None and b"COMMIT" in said:
                    cut, self.cut = self.cut, None
                    if cut == "after":
                        # The client hears nothing more; the server answers, and is done, before the line goes dead.
                        self._answered(client, server, said)
                    self.cuts += 1
                    break
                server.sendall(said)
        for end in (client, server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _answered(self, client: socket.socket, server: socket.socket, said: bytes) -> None:
        client.shutdown(socket.SHUT_WR)
        server.sendall(said)
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)
        # `_pass_on` reads the answer, cannot hand it over, and ends with the server's side of the line.


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while said := source.recv(65536):
            target.sendall(said)
