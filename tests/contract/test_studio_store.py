"""Drafts and records of the studio, alike in SQLite, PostgreSQL and memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.core.ids import UserId
from engine.notifications.model import Notification, NotificationKind, Telling
from engine.ports import Store
from engine.store.memory import MemoryStore
from engine.store.sql_notifications import notifications_of
from engine.store.sql_studio import studio_of
from engine.studio.model import (
    Act,
    Figures,
    Origin,
    Record,
    Review,
    ReviewState,
    StudioDraft,
    StudioFile,
    StudioStore,
)
from engine.views import Deployment
from tests.contract.cases import start

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
DRAFT = StudioDraft(
    key="trip",
    version=1,
    origin=Origin.PUBLISHED,
    based_on=3,
    created_by="hr-admin",
    created_at=NOW,
    saved_by="hr-admin",
    saved_at=NOW,
    authors=("hr-admin",),
    files=(StudioFile(name="trip.bpmn", text="<行/>", base="sha256:0"),),
)
OWNER = UserId("cashier")
BEGUN = Record(key="trip", at=NOW, by="hr-admin", act=Act.BEGUN, digest=DRAFT.digest)


@pytest.fixture
def studio(store: Store) -> StudioStore:
    return studio_of(store, notifications_of(store))


def test_review_and_who_is_told_of_it_are_kept_together_or_not_at_all(store: Store) -> None:
    told = notifications_of(store)
    studio = studio_of(store, told)
    review = Review(state=ReviewState.REQUESTED, digest="d", asked_by="hr-admin", asked_at=NOW)
    asked, record = replace(DRAFT, version=2, review=review), replace(BEGUN, act=Act.REQUESTED)
    note = Notification(
        id="studio:trip:2:cashier",
        user=OWNER,
        kind=NotificationKind.REVIEW,
        instance_id="studio:trip",
        work_item_id="",
        at=NOW,
        about={"process": "出差"},
    )
    studio.keep(DRAFT, BEGUN)
    if not isinstance(store, MemoryStore):  # where there is nothing that could fail by itself
        unkept = replace(note, about={"process": object()})  # type: ignore[dict-item]
        with pytest.raises(TypeError):
            studio.keep(asked, record, Telling([unkept]))

    assert studio.draft("trip") == DRAFT
    assert studio.records("trip") == [BEGUN]
    assert told.unread(OWNER) == 0

    assert studio.keep(asked, record, Telling([note]))
    assert not studio.keep(asked, record, Telling([replace(note, id="again")]))
    assert studio.draft("trip") == asked
    assert studio.records("trip") == [BEGUN, record]
    assert [one.id for one in told.named([note.id, "again"])] == [note.id]
    assert told.unread(OWNER) == 1
    assert told.cursor() == 0


def test_draft_is_kept_over_the_version_before_only(studio: StudioStore) -> None:
    review = Review(state=ReviewState.REQUESTED, digest="d", asked_by="hr-admin", asked_at=NOW)
    more = (StudioFile(name="a.form", text="{}"), *DRAFT.files)
    second = replace(DRAFT, version=2, review=review, files=more, authors=("hr-admin", "cashier"))

    assert studio.draft("trip") is None
    assert studio.keep(DRAFT, BEGUN)
    assert not studio.keep(DRAFT, BEGUN)
    assert studio.keep(second)
    assert not studio.keep(second)
    assert not studio.keep(replace(DRAFT, key="other", version=2))

    assert studio.draft("trip") == second
    (head,) = studio.drafts()
    assert (head.key, head.saved_by, head.review) == ("trip", "hr-admin", ReviewState.REQUESTED)


def test_dropped_draft_leaves_its_records(studio: StudioStore) -> None:
    studio.keep(DRAFT, BEGUN)
    done = replace(BEGUN, act=Act.PUBLISHED, version=4, note="改名", authors=("hr-admin",))

    assert not studio.drop("trip", 2, done)
    assert studio.draft("trip") == DRAFT
    assert studio.drop("trip", 1, done)

    assert studio.draft("trip") is None
    assert studio.drafts() == []
    assert studio.records("trip") == [BEGUN, done, done]
    assert studio.records("other") == []


def test_what_is_published_is_listed(store: Store, studio: StudioStore) -> None:
    store.save(Deployment(id="d", at=NOW, by="admin", forms={"trip": "b", "leave": "a"}))

    assert studio.resources("form") == ["leave", "trip"]
    assert studio.versions("trip") == []


def test_figures_count_what_is_open(store: Store, studio: StudioStore) -> None:
    start(store, "i1")

    (figures,) = studio.figures(NOW).values()

    assert figures == Figures(running=1)
