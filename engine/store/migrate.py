"""Brings an empty or older database to today's schema when it is opened; refuses a newer one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from engine.errors import GuichengError

_FOLDER: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 0x67756963  # one migrating process at a time on PostgreSQL


class SchemaTooNew(GuichengError):
    """A newer release has written this database."""


class SchemaTooOld(GuichengError):
    """An older release has written this database, and it is not to be changed now."""


def revisions() -> list[str]:
    """All known revisions, oldest first."""
    return sorted(file.name[:4] for file in (_FOLDER / "versions").glob("[0-9]*_*.py"))


def current_revision(connection: Connection) -> str | None:
    """The revision of the database; None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def migrate(engine: Engine) -> None:
    """Upgrade when needed, in one transaction that no other process can be in at once."""
    known = revisions()
    with engine.connect() as connection:
        found = current_revision(connection)
    if found == known[-1]:
        return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        found = current_revision(connection)
        if found is not None and found not in known:
            raise _too_new(found)
        if found != known[-1]:
            _upgrade(connection)


def must_be_current(engine: Engine) -> None:
    """Changes nothing. Raises SchemaTooOld, saying what to do, or SchemaTooNew."""
    known = revisions()
    with engine.connect() as connection:
        found = current_revision(connection)
    if found is None or found in known[:-1]:
        raise SchemaTooOld(
            f"数据库结构是 {found or '空的'}，本版本需要 {known[-1]}。核验不会改动数据库："
            "请先备份，再用 guicheng upgrade 升级后核验，或用写入它的版本核验",
            f"Expected schema {known[-1]}, the database has {found or 'none'}. Verifying changes "
            "nothing: make a copy and run guicheng upgrade first, or verify with the release that "
            "has written it",
        )
    if found not in known:
        raise _too_new(found)


def _too_new(found: str) -> SchemaTooNew:
    return SchemaTooNew(
        f"数据库由更新的版本写入（结构 {found}），请升级程序",
        f"Expected schema {revisions()[-1]} or older, but a newer release has made it {found}",
    )


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
