"""A real PostgreSQL for the tests: made, started, stopped and thrown away by the test run itself."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg

PASSWORD = "s3cret/Wört"
ESCAPED = "s3cret%2FW%C3%B6rt"
OLDEST = 15


def memory() -> str | None:
    """A folder in memory if there is one with room: hundreds of small books would keep a disk busy for minutes."""
    place = Path("/dev/shm")
    if place.is_dir() and os.access(place, os.W_OK) and shutil.disk_usage(place).free > 1 << 30:
        return str(place)
    return None


class Absent(Exception):
    """There is no PostgreSQL to start; says why."""


def binaries() -> Path:
    """The folder of `initdb` and `pg_ctl`. Raises Absent."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    for folder in folders:
        if (folder / "pg_ctl").exists() and (folder / "initdb").exists():
            said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
            if int(said.split()[2].split(".")[0]) >= OLDEST:
                return folder
    raise Absent(f"needs PostgreSQL {OLDEST} or later (Debian: apt install postgresql)")


def user() -> str | None:
    """Whom to run the server as: PostgreSQL refuses root. None: this user will do. Raises Absent."""
    if os.getuid() != 0:
        return None
    if shutil.which("setpriv") is None:
        raise Absent("needs setpriv (util-linux), for PostgreSQL does not run as root")
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise Absent("needs a user postgres or nobody, for PostgreSQL does not run as root")


def lowered(name: str | None) -> list[str]:
    """The beginning of a command that is run as a user."""
    return (
        [] if name is None else ["setpriv", f"--reuid={name}", f"--regid={pwd.getpwnam(name).pw_gid}", "--clear-groups"]
    )


class Server:
    """One cluster of databases in a folder of its own, on a free port of this machine, with a password."""

    def __init__(self) -> None:
        self.binaries, self.user = binaries(), user()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = Path(
            tempfile.mkdtemp(prefix="pledgebook-postgres-", dir=memory())
        )  # short: the name of a socket is
        self._names = itertools.count(1)
        secret = self.folder / "password"
        secret.write_text(PASSWORD + "\n", encoding="utf-8")
        if self.user is not None:
            for path in (self.folder, secret):
                shutil.chown(path, self.user)
        # an order of words that is not that of bytes, as most servers have it: the book must not depend on it
        self._run(
            "initdb", "--pgdata", self.folder / "data", "--username=pledgebook", f"--pwfile={secret}", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync",
        )  # fmt: skip
        settings = {
            "port": self.port,
            "listen_addresses": "'127.0.0.1'",
            "unix_socket_directories": f"'{self.folder}'",
            "fsync": "off",  # nobody cuts the power of these tests; what was committed outlives a killed server all the same
            "full_page_writes": "off",
            "shared_buffers": "64MB",
            "min_wal_size": "32MB",
            "max_wal_size": "64MB",
        }
        with (self.folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def _run(self, program: str, *arguments: str | Path) -> None:
        # the server outlives pg_ctl and would keep a pipe open: what it says goes into a file
        log = self.folder / "said"
        with log.open("ab") as said:
            done = subprocess.run(
                [*lowered(self.user), self.binaries / program, *arguments],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", check=False, timeout=120,
            )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._run("pg_ctl", "start", "-w", "-s", "-D", self.folder / "data", "-l", self.folder / "log")

    def stop(self, mode: str = "fast") -> None:
        """Stop it. `mode`: "fast" hangs up on everybody, "immediate" is a crash."""
        self._run("pg_ctl", "stop", "-w", "-s", "-D", self.folder / "data", "-m", mode)

    def remove(self) -> None:
        """Stop it and leave nothing behind."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder)

    def url(self, database: str, password: str = ESCAPED) -> str:
        """The address of a database as a team would write it."""
        return f"postgresql://pledgebook:{password}@127.0.0.1:{self.port}/{database}"

    def create(self, template: str | None = None) -> str:
        """Make a database, empty or the copy of another; its name."""
        name = f"book_{next(self._names)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'} STRATEGY FILE_COPY")
        return name

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's own programs as the server's first user."""
        found = {"PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": "pledgebook", "PGPASSWORD": PASSWORD}
        subprocess.run([self.binaries / program, *arguments], env=os.environ | found, cwd="/", check=True, timeout=60)

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]
