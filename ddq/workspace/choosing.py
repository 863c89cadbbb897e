"""Which store a workspace has: its own folder, or the server of a team; and the key with which a folder is sealed.

`$DDQ_STORE` names a server, else the file `server.json` in the folder, else there is none. `$DDQ_SEAL_KEY` names the
file with the key: a setting in the folder would be changed by whoever changes the folder.
"""

from __future__ import annotations

import os
from pathlib import Path

import orjson

from ddq.store.fsio import make_private_folder, write_atomically
from ddq.store.local import LocalStore
from ddq.store.protocol import NewerFormat, Store, StoreError
from ddq.store.sealing import Seals
from ddq.workspace.surroundings import Surroundings

VARIABLE = "DDQ_STORE"
SEAL_KEY = "DDQ_SEAL_KEY"
FILE = "server.json"
_FORMAT = "server/1"
_SCHEMES = ("postgresql://", "postgres://")


def server_of(folder: Path) -> str | None:
    """The address of the server that the workspace in `folder` is on; None where it is on this machine.

    Raises:
        StoreError: what names it is no address.
    """
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return None if named == "local" else checked(named, f"${VARIABLE}")
    file = folder / FILE
    try:
        said = orjson.loads(file.read_bytes())
        kind, address = str(said["ddq"]), str(said["address"])
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{file}: cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{file}: does not name a server; write it anew with `ddq store use`") from error
    if kind != _FORMAT:
        raise NewerFormat(f"{file}: a newer version of ddq wrote it ({kind[:40]}); upgrade ddq. Nothing was changed")
    return checked(address, str(file))


def name_server(folder: Path, address: str | None) -> None:
    """Keep in the workspace's folder on which server it is; None for on this machine.

    Raises:
        StoreError: it is no address, or a password stands in it, or the folder cannot be written to.
    """
    try:
        if address is None:
            (folder / FILE).unlink(missing_ok=True)
            return
        from ddq.store.team.server import has_password

        if has_password(checked(address, "the address")):
            raise StoreError("the password would be kept in a file that all may copy; put it into ~/.pgpass instead")
        make_private_folder(folder)
        write_atomically(folder / FILE, orjson.dumps({"ddq": _FORMAT, "address": address}))
    except OSError as error:
        raise StoreError(f"{folder / FILE}: cannot be written: {error.strerror or error}") from error


def checked(address: str, place: str) -> str:
    """The address of a server, which is told from a folder by its scheme.

    Raises:
        StoreError: it is none; what it says is not repeated, as it may hold a password.
    """
    if not is_server(address):
        raise StoreError(f"{place}: names no server; write postgresql://LOGIN@HOST/DATABASE, or `local` for none")
    return address


def is_server(name: str) -> bool:
    """Whether a name is the address of a server and not a folder."""
    return name.startswith(_SCHEMES)


def named_seals() -> Seals | None:
    """The seals whose key `$DDQ_SEAL_KEY` names; None where it names none.

    Raises:
        NoKey: the file cannot be read, or holds no such key.
    """
    named = os.environ.get(SEAL_KEY, "").strip()
    return Seals(Path(named).expanduser()) if named else None


def open_store(folder: Path, surroundings: Surroundings, server: str | None) -> Store:
    """The store on the server, or in the folder.

    Raises:
        StoreError: it cannot be used, or what is needed for a server is not installed.
    """
    if server is None:
        return LocalStore(folder, by=surroundings.user(), clock=surroundings.clock, seals=named_seals())
    try:
        from ddq.store.team.store import TeamStore
    except ImportError as error:
        raise StoreError("a team's server needs psycopg; install it with: pip install 'ddq[team]'") from error
    return TeamStore(server, folder / "team", clock=surroundings.clock)
