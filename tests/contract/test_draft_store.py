"""Drafts of forms, alike in SQLite, PostgreSQL and memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from engine.core.ids import UserId
from engine.drafts import ITEM, KEPT, MAX_BYTES, START, Drafts, DraftTooLarge, Place
from engine.errors import InvalidState
from engine.ports import Store
from engine.store.sql_drafts import drafts_of

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
MINE = Place(user=UserId("gm"), kind=ITEM, subject="c1-2")


@pytest.fixture
def drafts(store: Store) -> Drafts:
    return Drafts(drafts_of(store))


def test_draft_comes_back_typed_as_it_was_saved(drafts: Drafts) -> None:
    data = {"copies": Decimal("2.50"), "on": date(2026, 11, 22), "rows": [{"a": None}]}

    saved = drafts.save(MINE, data, version=0, at=NOW)

    assert saved.version == 1
    assert drafts.read(MINE) == saved
    assert drafts.read(replace(MINE, user=UserId("clerk"))) is None
    assert drafts.read(replace(MINE, kind=START)) is None


def test_begun_starts_are_listed_newest_first_for_their_writer_alone(drafts: Drafts) -> None:
    for number, (kind, subject) in enumerate(((START, "b"), (ITEM, "i"), (START, "a"))):
        place = replace(MINE, kind=kind, subject=subject)
        drafts.save(place, {}, version=0, at=NOW + timedelta(minutes=number))

    assert [key for key, _ in drafts.starts(MINE.user)] == ["a", "b"]
    assert drafts.starts(UserId("clerk")) == []


def test_second_tab_cannot_save_over_what_it_has_not_read(drafts: Drafts) -> None:
    drafts.save(MINE, {"a": "one"}, version=0, at=NOW)
    drafts.save(MINE, {"a": "two"}, version=1, at=NOW)

    for version in (0, 1, 7):
        with pytest.raises(InvalidState):
            drafts.save(MINE, {"a": "lost"}, version=version, at=NOW)

    kept = drafts.read(MINE)
    assert kept is not None
    assert kept.data == {"a": "two"}


def test_draft_that_is_too_large_is_refused(drafts: Drafts) -> None:
    with pytest.raises(DraftTooLarge):
        drafts.save(MINE, {"a": "x" * MAX_BYTES}, version=0, at=NOW)
    assert drafts.read(MINE) is None


def test_dropped_draft_is_gone_and_begins_anew(drafts: Drafts) -> None:
    drafts.save(MINE, {"a": "one"}, version=0, at=NOW)
    drafts.drop(MINE)
    drafts.drop(MINE)

    assert drafts.read(MINE) is None
    assert drafts.save(MINE, {"a": "two"}, version=0, at=NOW).version == 1


def test_draft_that_nobody_touches_is_forgotten_after_a_while(drafts: Drafts) -> None:
    drafts.save(MINE, {}, version=0, at=NOW)
    later = NOW + KEPT + timedelta(days=1)

    drafts.save(replace(MINE, subject="c1-3"), {}, version=0, at=later)

    assert drafts.read(MINE) is None
