"""Deployed files and their versions."""

from __future__ import annotations

from datetime import timedelta

from engine.ports import Store
from engine.views import Artifact, FileVersion
from tests.contract.cases import DIGEST, NOON, definition, deployment

OTHER = "sha256:" + "b" * 64


def test_deployment_is_stored_whole(store: Store) -> None:
    (saved,) = store.save(deployment())
    assert saved == definition(version=1)
    assert store.definitions() == [saved]
    assert store.definition("seal-use") == store.definition("seal-use", 1) == saved
    assert store.artifact(DIGEST) == Artifact(
        digest=DIGEST, kind="bpmn", name="seal-use.bpmn", content=b"<definitions/>"
    )
    assert store.latest("process", "seal-use") == DIGEST
    assert store.latest("form", "seal-request") == "sha256:" + "f" * 64
    assert store.latest("decision", "seal-tier") == "sha256:" + "d" * 64


def test_what_was_never_deployed_is_not_there(store: Store) -> None:
    assert store.definitions() == []
    assert store.definition("seal-use") is None
    assert store.artifact(DIGEST) is None
    for kind in ("process", "form", "decision", "calendar"):
        assert store.latest(kind, "seal-use") is None


def test_equal_content_makes_no_new_version(store: Store) -> None:
    (first,) = store.save(deployment("d1"))
    assert store.save(deployment("d2")) == (first,)
    assert store.generation() == 2
    assert store.definition("seal-use", 2) is None


def test_changed_content_makes_a_new_version(store: Store) -> None:
    store.save(deployment("d1"))
    changed = definition(digest=OTHER, name="用印(新)", deployment_id="d2")
    (second,) = store.save(deployment("d2", definitions=(changed,), forms={"seal-request": OTHER}))
    assert (second.version, second.name, second.deployment_id) == (2, "用印(新)", "d2")
    (back,) = store.save(deployment("d3"))
    assert (back.version, back.digest, back.name) == (3, DIGEST, "用印")
    assert [found.version for found in store.definitions()] == [3]
    older = store.definition("seal-use", 2)
    assert older is not None
    assert older.name == "用印(新)"
    assert store.latest("form", "seal-request") == "sha256:" + "f" * 64


def test_calendar_has_versions_by_its_own_name(store: Store) -> None:
    def calendar(digest: str) -> tuple[Artifact, ...]:
        return (Artifact(digest=digest, kind="calendar", name="calendar", content=b"days"),)

    store.save(deployment("d1", artifacts=calendar(DIGEST), definitions=()))
    assert store.latest("calendar", "calendar") == DIGEST
    store.save(deployment("d2", artifacts=calendar(OTHER), definitions=()))
    assert store.latest("calendar", "calendar") == OTHER
    assert store.artifact(DIGEST) is not None


def test_generation_grows_with_each_deployment(store: Store) -> None:
    assert store.generation() == 0
    store.save(deployment("d1"))
    assert store.generation() == 1


def test_draft_replaces_nothing_that_is_published(store: Store) -> None:
    (published,) = store.save(deployment("d1"))
    drafted = definition(digest=OTHER, name="用印(草稿)", deployment_id="d2", draft=True)
    more = {"definitions": (drafted,), "forms": {"seal-request": OTHER}, "draft": True}

    (saved,) = store.save(deployment("d2", **more))

    assert saved == definition(
        version=1, digest=OTHER, name="用印(草稿)", deployment_id="d2", draft=True
    )
    assert store.draft("seal-use") == saved
    assert store.drafts() == [saved]
    assert store.definitions() == [published]
    assert store.latest("form", "seal-request") == "sha256:" + "f" * 64
    assert store.latest("draft-form", "seal-request") == OTHER
    assert store.latest("draft-process", "seal-use") == OTHER


def test_newest_draft_is_kept_and_equal_content_makes_no_new_one(store: Store) -> None:
    def save(name: str, digest: str) -> int:
        drafted = definition(digest=digest, deployment_id=name, draft=True)
        return store.save(deployment(name, definitions=(drafted,), draft=True))[0].version

    assert [save("d1", DIGEST), save("d2", DIGEST), save("d3", OTHER)] == [1, 1, 2]
    assert store.draft("other") is None


def test_versions_of_a_file_tell_who_published_them_and_when(store: Store) -> None:
    store.save(deployment("d1"))
    store.save(deployment("d2", at=NOON + timedelta(days=1)))  # the same content
    later = NOON + timedelta(days=2)
    store.save(deployment("d3", forms={"seal-request": OTHER}, by="gm", at=later))

    found = store.file_versions("form", "seal-request")

    assert found == [
        FileVersion(version=2, digest=OTHER, deployment_id="d3", at=later, by="gm"),
        FileVersion(
            version=1, digest="sha256:" + "f" * 64, deployment_id="d1", at=NOON, by="admin"
        ),
    ]
    assert store.file_versions("form", "nobody-knows-it") == []
