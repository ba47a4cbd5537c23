"""What every table is made of: names of constraints, kinds of columns, tables in key order."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text
from sqlalchemy.dialects import postgresql

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

Id: Final = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
Serial: Final = BigInteger().with_variant(Integer(), "sqlite")
Micros: Final = BigInteger()

FAR: Final = 2**62
"""Stands for 'no due time' where items are sorted by it."""


def column(name: str, kind: Any = None, **options: Any) -> Column[Any]:
    """A column that is never null; text unless said otherwise."""
    return Column(name, Text() if kind is None else kind, nullable=False, **options)


def key(name: str, kind: Any = Id) -> Column[Any]:
    """A part of the primary key."""
    return Column(name, kind, primary_key=True, nullable=False)


def clustered(name: str, *parts: Any) -> Table:
    """A table that SQLite keeps in the order of its key, without a second tree."""
    return Table(name, metadata, *parts, sqlite_with_rowid=False)
