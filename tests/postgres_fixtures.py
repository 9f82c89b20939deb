"""A throw-away PostgreSQL server for the tests, from the Debian packages, on a Unix socket."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

_PROGRAMS_FOLDER = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; `socket_folder` holds its socket, `user` may log in without a password."""

    programs: Path
    socket_folder: Path
    user: str

    def url(self, database: str) -> str:
        """Return the URL of a database on this server."""
        return f"postgresql://{self.user}@/{database}?host={self.socket_folder}"

    def create(self, database: str, *options: str) -> str:
        """Create an empty database; return its URL."""
        command = [self.programs / "createdb", "-h", self.socket_folder, "-U", self.user]
        _run([*command, *options, database])
        return self.url(database)


def _programs() -> Path:
    found = [folder.parent for folder in _PROGRAMS_FOLDER.glob("*/bin/initdb")]
    if not found:
        pytest.skip("PostgreSQL's server programs are missing; apt-get install postgresql")
    return max(found, key=lambda folder: float(folder.parent.name))


def _as_server_user() -> list[str]:
    """Return what goes before a command: the server refuses to run as root."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("root can't run PostgreSQL and there is no user postgres to run it")
    if not shutil.which("runuser"):
        pytest.skip("root can't run PostgreSQL and there is no runuser to change the user")
    return ["runuser", "-u", "postgres", "--"]


def _run(command: Sequence[str | Path]) -> None:
    # output to a file: the server keeps a pipe open for as long as it runs
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", check=False
        )
        output.seek(0)
        assert done.returncode == 0, output.read().decode(errors="replace")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Yield a running server; skip with the reason where its programs are missing."""
    programs, before = _programs(), _as_server_user()
    # not tmp_path: a socket's path may have 107 characters, and other users must get in
    folder = Path(tempfile.mkdtemp(prefix="borderwatch-pg-"))
    try:
        if before:
            shutil.chown(folder, "postgres")
        folder.chmod(0o755)
        data = folder / "data"
        how = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        _run([*before, programs / "initdb", "-D", data, "-U", "borderwatch", *how])
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        control = [*before, programs / "pg_ctl", "-D", data]
        _run([*control, "-o", options, "-l", folder / "log", "-w", "start"])
        try:
            yield PostgresServer(programs, folder, "borderwatch")
        finally:
            _run([*control, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def _database_numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, _database_numbers: Iterator[int]) -> str:
    """Return the URL of an empty database of the test's own."""
    return postgres_server.create(f"store_{next(_database_numbers)}")
