"""Drafts and records of the studio, alike in SQLite, PostgreSQL and memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.ports import Store
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
BEGUN = Record(key="trip", at=NOW, by="hr-admin", act=Act.BEGUN, digest=DRAFT.digest)


@pytest.fixture
def studio(store: Store) -> StudioStore:
    return studio_of(store)


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
