"""A PostgreSQL server of the tests' own, in a temporary folder, as a user without rights; started once a process."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import psycopg
import pytest

from ddq.store.team.migrating import migrate

ROLES = ("interviewer", "reviewer", "approver", "reader")


class PostgresServer:
    """The server; databases are made from a template on which ddq is set up."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
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
        # A process that is killed loses nothing that it handed to the system, so the tests need not wait for the disk.
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=60 -c shared_buffers=32MB"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def kill(self) -> None:
        """End all of it at once, as a crash does."""
        parent = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = [
            int(one)
            for one in subprocess.run(
                ["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False
            ).stdout.split()
        ]
        for process in (parent, *children):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue

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
            raise RuntimeError(f"{program}: {done.stderr}")


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


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return folders[-1] if folders and (folders[-1] / "initdb").is_file() else None


@cache
def server() -> PostgresServer:
    """The server of this process; the test is skipped where none can be had."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL's server is missing; on Debian: apt-get install postgresql")
    started = PostgresServer(programs)
    atexit.register(started.stop)
    return started
