"""The tables that lists are found and counted by, of substitutions and of readings."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, text
from sqlalchemy.dialects import postgresql

from engine.store.columns import Id, Micros, clustered, column, key, metadata

COUNTED: Final = ("alone", "assigned", "excluded")
"""What counting needs of the inbox stands in its indexes too."""

case_value: Final = clustered(
    "case_value",
    key("instance_id"),
    key("name"),
    column("value", Id),  # typed and sortable, see engine.store.sortable
    Index("ix_case_value_name_value_instance_id", "name", "value", "instance_id"),
)

copy: Final = clustered(
    "copy",
    key("login"),
    key("started_at", Micros),  # of the case, like participation
    key("instance_id"),
    column("at", Micros),
    column("by", Id),
    column("note"),
    Column("read_at", Micros, nullable=True),
)

case_counter: Final = clustered("case_counter", key("counter"), column("last", Integer()))

search_text: Final = Table(
    "search_text",
    metadata,
    Column(
        "id",
        BigInteger().with_variant(Integer(), "sqlite"),
        primary_key=True,
        autoincrement=False,
        nullable=False,
    ),
    column("instance_id", Id),
    column("kind", Id),
    column("text"),  # folded
    column("grams", Text().with_variant(postgresql.TSVECTOR(), "postgresql")),
    Index("ix_search_text_instance_id", "instance_id"),
    # On SQLite triggers keep an FTS5 table of the grams; there this index stays empty.
    Index(
        "ix_search_text_grams",
        "grams",
        postgresql_using="gin",
        sqlite_where=text("0"),
    ),
)

substitution: Final = clustered(
    "substitution",
    key("id"),
    column("person", Id),
    column("substitute", Id),
    column("begins_at", Micros),
    column("ends_at", Micros),
    column("processes"),
    column("made_by", Id),
    column("made_at", Micros),
    Column("ended_by", Id, nullable=True),
    Column("ended_at", Micros, nullable=True),
    Index("ix_substitution_substitute_ends_at", "substitute", "ends_at"),
    Index("ix_substitution_person_ends_at", "person", "ends_at"),
)

absence: Final = clustered(
    "absence",
    key("id"),
    column("person", Id),
    column("begins_at", Micros),
    column("ends_at", Micros),
    column("reason"),
    column("made_by", Id),
    column("made_at", Micros),
    Column("ended_by", Id, nullable=True),
    Column("ended_at", Micros, nullable=True),
    Index("ix_absence_ends_at", "ends_at"),
    Index("ix_absence_person_ends_at", "person", "ends_at"),
)

reading: Final = clustered(
    "reading",
    key("id"),
    column("instance_id", Id),
    column("login", Id),
    column("what", Id),
    column("at", Micros),
    Index("ix_reading_instance_id_login", "instance_id", "login"),
)

saved_filter: Final = clustered(
    "saved_filter",
    key("id"),
    column("owner", Id),
    column("name"),
    column("list", Id),
    column("asked"),
    column("made_at", Micros),
    Index("ix_saved_filter_owner", "owner"),
)

filter_share: Final = clustered(
    "filter_share",
    key("principal"),
    key("filter_id"),
    Index("ix_filter_share_filter_id", "filter_id"),
)

ABOUT_PEOPLE: Final = (substitution, absence, reading)
"""What streams of the log that belong to no case say about people."""
