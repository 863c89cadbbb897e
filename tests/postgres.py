"""A PostgreSQL server of the tests' own, in a temporary folder, as a user without rights; started once a process."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

import psycopg
import pytest

from ddq.store.team.migrating import migrate

ROLES = ("interviewer", "reviewer", "approver", "reader")


class PostgresServer:
    """The server; databases are made from a template on which ddq is set up."""

    def __init__(self, programs: Path, *, durable: bool = False, connections: int = 60) -> None:
        self._programs = programs
        # A process that is killed loses nothing that it handed to the system, so tests need not wait for the disk.
        self._settings = f"-c fsync={'on' if durable else 'off'} -c max_connections={connections}"
        self.folder = Path(tempfile.mkdtemp(prefix="ddq-postgres-"))
        self._user = _unprivileged()
        self._made = 0
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "-A", "trust", "-U", "keeper", "--no-sync", "--no-instructions", "-E", "UTF8", "--locale=C")
        self.start()
        with psycopg.connect(self.address("keeper", "postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE template")
        with psycopg.connect(self.address("keeper", "template"), autocommit=True) as connection:
            list(migrate(connection))
            for login, team, roles in (
                ("ana", "one", ROLES),
                ("ben", "one", ROLES),
                ("ivy", "one", ROLES[:1]),
                ("rob", "one", ROLES[1:2]),
                ("app", "one", ROLES[2:3]),
                ("ron", "one", ROLES[3:]),
                ("eve", "two", ROLES),
            ):
                connection.execute(f"CREATE ROLE {login} LOGIN IN ROLE {', '.join(f'ddq_{role}' for role in roles)}")
                connection.execute("INSERT INTO ddq.member VALUES (%s, %s)", (login, team))

    def database(self) -> str:
        """A new database, set up; its name."""
        self._made += 1
        name = f"ddq_{self._made}"
        with psycopg.connect(self.address("keeper", "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template")
            # What is granted on a database is not copied with it.
            connection.execute(f"REVOKE TEMPORARY, CREATE ON DATABASE {name} FROM PUBLIC")
        return name

    def address(self, login: str, database: str) -> str:
        """For libpq."""
        return f"postgresql://{login}@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses='' -c shared_buffers=32MB {self._settings}"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def kill(self) -> None:
        """End all of it at once, as a crash does."""
        told = self.folder / "data" / "postmaster.pid"
        parent = int(told.read_text().split()[0])
        every = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
        processes = [parent, *(process for process in every if _state(process)[1:2] == [str(parent)])]
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(_runs(process) for process in processes):
            time.sleep(0.005)
        # Where nobody collects the dead, a process of this number still seems to be there.
        for left in (told, self.folder / ".s.PGSQL.5432.lock"):
            left.unlink(missing_ok=True)

    def stop(self) -> None:
        """Stop it, and take its folder away."""
        self._run("pg_ctl", "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        user = {} if self._user is None else {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": ()}
        done = subprocess.run(
            [str(self._programs / program), "-D", str(self.folder / "data"), *arguments],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **user,
        )
        if check and done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{program}: {done.stderr}{log.read_text()[-2000:] if log.exists() else ''}")


def _runs(process: int) -> bool:
    return _state(process)[:1] not in ([], ["Z"])


def _state(process: int) -> list[str]:
    """Its state and the number of its parent, first of what the system tells; nothing where it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom the server runs as where we are root, which it refuses to be."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def programs() -> Path | None:
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return folders[-1] if folders and (folders[-1] / "initdb").is_file() else None


@cache
def server() -> PostgresServer:
    """The server of this process; the test is skipped where none can be had."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL's server is missing; on Debian: apt-get install postgresql")
    started = PostgresServer(found)
    atexit.register(started.stop)
    return started
