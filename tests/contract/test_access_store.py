"""What the doors keep, alike in SQLite, PostgreSQL and memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.access import AccessStore, LoginFlow, Newcomer, TokenRow, UploadRow
from engine.core.ids import Digest, UserId
from engine.ports import Store
from engine.store.sql_access import access_of

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
GM, CLERK = UserId("gm"), UserId("clerk")
PAPER = Digest("sha256:1")
UPLOAD = UploadRow(digest=PAPER, owner=GM, name="a.txt", size=3, type="text/plain", at=NOW)
TOKEN = TokenRow(
    id="t1",
    user=GM,
    name="laptop",
    token_hash=b"1",
    scopes=("read", "work"),
    created_at=NOW,
    expires_at=NOW + timedelta(days=1),
)


@pytest.fixture
def access(store: Store) -> AccessStore:
    return access_of(store)


def test_upload_belongs_to_who_uploaded_it(access: AccessStore) -> None:
    access.add_upload(UPLOAD)
    access.add_upload(replace(UPLOAD, name="again.txt"))

    assert access.upload(GM, PAPER) == UPLOAD
    assert access.uploaded(GM, [PAPER, Digest("sha256:2")]) == {PAPER}
    assert access.uploaded(CLERK, [PAPER]) == frozenset()
    assert access.upload(CLERK, PAPER) is None


def test_token_is_found_by_its_hash_with_what_happened_to_it(access: AccessStore) -> None:
    access.add_token(TOKEN)
    later = replace(TOKEN, id="t2", token_hash=b"2", created_at=NOW + timedelta(seconds=1))
    access.add_token(later)

    access.use_token("t1", NOW)

    assert access.token(b"1") == replace(TOKEN, last_used_at=NOW)
    assert access.token(b"3") is None
    assert [row.id for row in access.tokens_of(GM)] == ["t2", "t1"]
    assert access.tokens_of(CLERK) == []


def test_token_is_revoked_once_and_by_its_owner_only(access: AccessStore) -> None:
    access.add_token(TOKEN)

    assert access.revoke_tokens(CLERK, NOW, "t1") == 0
    assert access.revoke_tokens(GM, NOW, "t1") == 1
    assert access.revoke_tokens(GM, NOW) == 0
    found = access.token(b"1")
    assert found is not None
    assert found.revoked_at == NOW


def test_login_that_is_under_way_is_taken_up_once(access: AccessStore) -> None:
    flow = LoginFlow(state_hash=b"s", nonce="n", verifier="v", target="/", expires_at=NOW)
    access.add_flow(flow)

    assert access.take_flow(b"s") == flow
    assert access.take_flow(b"s") is None


def test_newcomer_is_noted_once(access: AccessStore) -> None:
    who = Newcomer(issuer="https://idp", subject="1", login="new", name="新人", at=NOW)

    access.add_newcomer(who)
    access.add_newcomer(replace(who, at=NOW + timedelta(days=1)))

    assert access.newcomers() == [who]
