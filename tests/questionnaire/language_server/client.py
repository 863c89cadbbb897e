"""A small editor: talks to the language server of YAML as editors do, over its standard input and output."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

FOLDER = Path(__file__).parent
SERVER = FOLDER / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
SETTINGS = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
PATIENCE = 60.0
"""Seconds after which a server that says nothing is taken for dead."""


class Editor:
    """One server with the files of one folder."""

    def __init__(self, node: Path, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [node, SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.heard: queue.Queue[dict[str, Any]] = queue.Queue()
        self.number = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Editor:
        self._ask("initialize", {"processId": None, "rootUri": self.folder.as_uri(), "capabilities": _CAPABILITIES})
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": {"yaml": SETTINGS}}})
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()

    def diagnostics(self, path: Path) -> list[tuple[int, str]]:
        """Open a file: the line, from 1, and the message of all that the server finds wrong in it."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": path.read_text()}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        found: list[dict[str, Any]] = []
        while True:
            told = self._hear()
            if told.get("method") == "textDocument/publishDiagnostics" and told["params"]["uri"] == path.as_uri():
                found = told["params"]["diagnostics"]
                return [(each["range"]["start"]["line"] + 1, each["message"]) for each in found]

    def offered(self, path: Path, line: int, column: int) -> set[str]:
        """What is offered to complete at a place, from 1."""
        answer = self._ask("textDocument/completion", _at(path, line, column))
        return {each["label"] for each in answer["items"]}

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is shown over a place, from 1."""
        answer = self._ask("textDocument/hover", _at(path, line, column))
        return "" if answer is None else str(answer["contents"])

    def _ask(self, method: str, params: object) -> Any:
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while True:
            told = self._hear()
            if told.get("id") == self.number and "method" not in told:
                assert "error" not in told, told
                return told["result"]

    def _hear(self) -> dict[str, Any]:
        """The next message; what the server itself asks is answered meanwhile."""
        while True:
            told = self.heard.get(timeout=PATIENCE)
            if "id" not in told or "method" not in told:
                return told
            wanted = told["params"].get("items", []) if told["method"] == "workspace/configuration" else None
            result = None if wanted is None else [SETTINGS if each["section"] == "yaml" else None for each in wanted]
            self._send({"id": told["id"], "result": result})

    def _send(self, message: dict[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(f"Content-Length: {len(content)}\r\n\r\n".encode() + content)
        self.process.stdin.flush()

    def _listen(self) -> None:
        out = self.process.stdout
        assert out is not None
        while line := out.readline():
            length = int(line.partition(b":")[2]) if line.lower().startswith(b"content-length") else 0
            if length:
                while out.readline().strip():
                    pass
                self.heard.put(json.loads(out.read(length)))


_CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {"completion": {"completionItem": {}}, "hover": {}, "publishDiagnostics": {}},
}


def _at(path: Path, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line - 1, "character": column - 1}}
