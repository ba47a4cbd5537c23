"""Opens the database of a command, as the environment says, and refuses one that is not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from engine.blob import FilePlace
from engine.bootstrap import KERNEL, Options, uploads_at
from engine.cli.output import failures
from engine.core.advance import BOUNDS
from engine.doors import KEPT_DAYS, DoorSettings
from engine.embedding import Engine, open_engine
from engine.errors import InvalidCommand, NotFound
from engine.history.seal import seal
from engine.notifications.settings import LEASE, NotificationSettings

SQLITE: Final = "sqlite:///"
_MAGIC: Final = b"SQLite format 3\0"


def options() -> Options:
    """The settings that the command line shares with the server."""
    folder = os.environ.get("GUICHENG_FILES_FOLDER")
    refused = os.environ.get("GUICHENG_PASSWORD_LIST")
    place = FilePlace(
        folder=Path(folder) if folder else None,
        url=os.environ.get("GUICHENG_FILES_URL", ""),
        region=os.environ.get("GUICHENG_FILES_REGION", FilePlace().region),
        key=os.environ.get("GUICHENG_FILES_KEY", ""),
        secret=os.environ.get("GUICHENG_FILES_SECRET", ""),
    )
    return Options(
        interpreter=os.environ.get("GUICHENG_INTERPRETER", KERNEL),
        max_calls=int(os.environ.get("GUICHENG_MAX_CALLS") or BOUNDS.calls),
        max_steps=int(os.environ.get("GUICHENG_MAX_STEPS") or BOUNDS.steps),
        blobs=uploads_at(place),
        password_list=Path(refused) if refused else None,
        doors=DoorSettings(
            log_days=int(os.environ.get("GUICHENG_ACCESS_LOG_DAYS") or KEPT_DAYS),
        ),
        notifications=NotificationSettings(
            channels_json=os.environ.get("GUICHENG_NOTIFICATION_CHANNELS", ""),
            public_url=os.environ.get("GUICHENG_PUBLIC_URL") or NotificationSettings().public_url,
            lease=_seconds("GUICHENG_NOTIFICATION_LEASE_SECONDS", LEASE),
        ),
    )


def _seconds(name: str, usual: timedelta) -> timedelta:
    given = os.environ.get(name)
    return timedelta(seconds=int(given)) if given else usual


def sqlite_file(database: str) -> Path | None:
    """The file of an SQLite URL; None for another database."""
    return Path(database.removeprefix(SQLITE)) if database.startswith(SQLITE) else None


def must_exist(database: str) -> None:
    """Raises NotFound for an SQLite file that is not there: opening it would make an empty one,
    and an empty log is always intact. Raises InvalidCommand for a file of another kind."""
    file = sqlite_file(database)
    if file is None:
        return
    if not file.is_file():
        raise NotFound(
            f"没有数据库文件 {file}：先用 demo、deploy 或 serve 建立",
            f"Expected the database file {file} to exist: demo, deploy or serve make one",
        )
    with file.open("rb") as opened:
        if opened.read(len(_MAGIC)) != _MAGIC:
            raise InvalidCommand(
                f"{file} 不是 SQLite 数据库", f"Expected {file} to be an SQLite database"
            )


@contextmanager
def reading(database: str, as_json: bool) -> Iterator[Engine]:
    """An engine over a database that exists; failures are told and end with exit code 1."""
    with failures(as_json):
        must_exist(database)
        with open_engine(database, options=options()) as engine:
            yield engine


@contextmanager
def looking(database: str, as_json: bool) -> Iterator[Engine]:
    """The same over a database that stays as it is, byte for byte: for who has to prove something
    about it."""
    with failures(as_json):
        must_exist(database)
        with open_engine(database, options=replace(options(), read_only=True)) as engine:
            yield engine


@contextmanager
def changing(database: str, as_json: bool) -> Iterator[Engine]:
    """The same, and what the command has committed is sealed."""
    with reading(database, as_json) as engine:
        yield engine
        seal(engine.runtime.store)
