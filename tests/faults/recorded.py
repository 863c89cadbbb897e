"""The system's calls recorded while a store is written to, and every state in which a power cut could leave the disk.

What is legal follows POSIX and no kinder file system: what was written is there, in part, as zeros or not at all until
the file was synced; a name is there or not until its folder was synced; names come in the order in which they were
made. So each call is a possible last one, and each leaves several states.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import pytest


@dataclass(eq=False)
class File:
    """A file: what is surely on the disk, and what was written."""

    synced: bytes = b""
    written: bytes = b""


@dataclass(eq=False)
class Folder:
    """A folder: the names that are surely on the disk, and those that stand."""

    synced: dict[str, File | Folder] = field(default_factory=dict)
    names: dict[str, File | Folder] = field(default_factory=dict)


Node = File | Folder
Move = tuple[tuple[Folder, str, Node | None], ...]
"""One change of names: in which folder, which name, what it names then."""


class Recording:
    """The calls below one folder, in order; `after` marks between them what was acknowledged."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.calls: list[tuple[Any, ...]] = []

    def mark(self, acknowledged: object) -> None:
        """Something was acknowledged."""
        self.calls.append(("mark", acknowledged))

    def install(self, patch: pytest.MonkeyPatch, *, syncs: bool = True, folder_syncs: bool = True) -> None:
        """Record from now on; without `syncs`, or `folder_syncs`, as if the store forgot to ask for them."""
        paths: dict[int, str] = {}
        real = {name: getattr(os, name) for name in ("open", "write", "close", "fsync", "ftruncate")}

        def inside(path: object) -> bool:
            return str(path).startswith(str(self.root)) or Path(str(path)) == self.root.parent

        def opened(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
            new = not Path(path).exists()
            fd = real["open"](path, flags, mode, **more)
            if inside(path):
                paths[fd] = str(path)
                if new and flags & os.O_CREAT:
                    self.calls.append(("create", str(path)))
                elif flags & os.O_TRUNC:
                    self.calls.append(("truncate", str(path), 0))
            return int(fd)

        def written(fd: int, content: Any) -> int:
            count = real["write"](fd, content)
            if fd in paths and not paths[fd].endswith(".by"):  # the note of a lock says nothing after a crash
                self.calls.append(("write", paths[fd], bytes(content)[:count]))
            return int(count)

        def synced(fd: int) -> None:
            path = paths.get(fd)
            if path is not None and (folder_syncs if Path(path).is_dir() else syncs):
                self.calls.append(("sync", path))

        def truncated(fd: int, size: int) -> None:
            real["ftruncate"](fd, size)
            if fd in paths:
                self.calls.append(("truncate", paths[fd], size))

        def closed(fd: int) -> None:
            paths.pop(fd, None)
            real["close"](fd)

        patched = {"open": opened, "write": written, "fsync": synced, "ftruncate": truncated, "close": closed}
        for name, call in patched.items():
            patch.setattr(os, name, call)
        patch.setattr("ddq.store.fsio._sync", synced)
        for name in ("replace", "rename", "mkdir", "unlink", "rmdir"):
            patch.setattr(os, name, self._naming(name, getattr(os, name), inside))

    def _naming(self, name: str, call: Callable[..., None], inside: Callable[[object], bool]) -> Callable[..., None]:
        def named(path: Any, *more: Any, **options: Any) -> None:
            call(path, *more, **options)
            if inside(path):
                target = str(more[0]) if name in ("replace", "rename") else None
                self.calls.append(("move" if target else name, str(path), target))

        return named

    def states(self, torn_every: int = 1) -> Iterator[tuple[int, dict[str, bytes | None]]]:
        """After each call, every legal content of the disk: path to bytes (None: a folder); and which call."""
        for cut in range(len(self.calls) + 1):
            for state in _Disk(self.root, self.calls[:cut]).states(torn_every):
                yield cut, state


class _Disk:
    def __init__(self, root: Path, calls: list[tuple[Any, ...]]) -> None:
        self.root = root
        self.top = Folder()
        self.pending: list[Move] = []
        for call in calls:
            if call[0] != "mark":
                getattr(self, f"_{call[0]}")(*call[1:])

    def _at(self, path: str) -> tuple[Folder, str]:
        parts = Path(path).relative_to(self.root.parent).parts
        folder = self.top
        for part in parts[:-1]:
            found = folder.names.get(part)
            folder = found if isinstance(found, Folder) else folder
        return folder, parts[-1]

    def _node(self, path: str) -> Node | None:
        folder, name = self._at(path)
        return folder.names.get(name)

    def _change(self, *moves: tuple[Folder, str, Node | None]) -> None:
        for folder, name, node in moves:
            if node is None:
                folder.names.pop(name, None)
            else:
                folder.names[name] = node
        self.pending.append(moves)

    def _create(self, path: str) -> None:
        self._change((*self._at(path), File()))

    def _mkdir(self, path: str, _: object) -> None:
        self._change((*self._at(path), Folder()))

    def _unlink(self, path: str, _: object) -> None:
        self._change((*self._at(path), None))

    _rmdir = _unlink

    def _move(self, path: str, target: str) -> None:
        self._change((*self._at(path), None), (*self._at(target), self._node(path)))

    def _write(self, path: str, content: bytes) -> None:
        node = self._node(path)
        if isinstance(node, File):
            node.written += content

    def _truncate(self, path: str, size: int) -> None:
        node = self._node(path)
        if isinstance(node, File):
            node.written = node.written[:size]

    def _sync(self, path: str) -> None:
        node = self.top if Path(path) == self.root.parent else self._node(path)
        if isinstance(node, File):
            node.synced = node.written
        elif node is not None:
            mine = [moves for moves in self.pending if any(folder is node for folder, _, _ in moves)]
            for moves in mine:
                _settle(moves)
                self.pending.remove(moves)

    def states(self, torn_every: int) -> Iterator[dict[str, bytes | None]]:
        for count in range(len(self.pending) + 1):
            kept = {id(folder): dict(folder.synced) for folder in self._folders(self.top)}
            for moves in self.pending[:count]:
                for folder, name, node in moves:
                    names = kept.setdefault(id(folder), dict(folder.synced))
                    if node is None:
                        names.pop(name, None)
                    else:
                        names[name] = node
            tree = dict(_tree(self.top, kept, str(self.root.parent)))
            files = [(path, node) for path, node in tree.items() if isinstance(node, File)]
            folders: dict[str, bytes | None] = {path: None for path, node in tree.items() if isinstance(node, Folder)}
            for contents in product(*(sorted(_contents(node, torn_every)) for _, node in files)):
                yield folders | dict(zip((path for path, _ in files), contents, strict=True))

    def _folders(self, folder: Folder) -> Iterator[Folder]:
        yield folder
        for node in (*folder.names.values(), *folder.synced.values()):
            if isinstance(node, Folder):
                yield from self._folders(node)


def _settle(moves: Move) -> None:
    for folder, name, node in moves:
        if node is None:
            folder.synced.pop(name, None)
        else:
            folder.synced[name] = node


def _tree(folder: Folder, kept: dict[int, dict[str, Node]], path: str) -> Iterator[tuple[str, Node]]:
    for name, node in kept.get(id(folder), folder.synced).items():
        yield f"{path}/{name}", node
        if isinstance(node, Folder):
            yield from _tree(node, kept, f"{path}/{name}")


def _contents(file: File, torn_every: int) -> set[bytes]:
    """What may be found in it: all, nothing, any beginning of what was added, or the right length with zeros in it."""
    found = {file.synced, file.written}
    if file.written.startswith(file.synced):
        added = file.written[len(file.synced) :]
        for end in range(1, len(added), torn_every):
            found.add(file.synced + added[:end])
            if end % (7 * torn_every) == 1:
                found.add(file.synced + added[:end] + b"\0" * (len(added) - end))
        if added:
            found.add(file.synced + b"\0" * len(added))
    return found
