"""People talk in a case: comments with mentions, in order, taken back but never edited."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.bootstrap import Runtime
from engine.embedding import Engine
from tests.api.conftest import Browser

Browse = Callable[[str], Browser]


@pytest.fixture
def case(browse: Browse) -> str:
    answer = browse("salesperson").post(
        "/definitions/trip/start", {"variables": {"reason": "fair"}}
    )
    return str(answer.json()["id"])


def test_comment_is_read_back_in_order_by_all_of_the_case(browse: Browse, case: str) -> None:
    browse("salesperson").post(
        f"/instances/{case}/comments", {"text": "请尽快 @sales-manager,谢谢"}
    )
    browse("sales-manager").post(f"/instances/{case}/comments", {"text": "好的"})

    found = browse("salesperson").get(f"/instances/{case}/comments").json()["items"]

    assert [one["text"] for one in found] == ["请尽快 @sales-manager,谢谢", "好的"]
    assert found[0]["mentions"] == ["sales-manager"]
    assert [one["withdrawable"] for one in found] == [True, False]


def test_comment_is_an_event_of_the_case_that_replays(
    browse: Browse, runtime: Runtime, case: str
) -> None:
    browse("salesperson").post(f"/instances/{case}/comments", {"text": "x"})

    history = browse("salesperson").get(f"/instances/{case}/history").json()["items"]

    assert history[-1]["type"] == "CommentAdded"
    assert history[-1]["zh"].endswith("评论：x")
    assert Engine(runtime).replay(case).equal


def test_mention_of_who_may_not_read_the_case_is_refused_with_the_reason(
    browse: Browse, case: str
) -> None:
    answer = browse("salesperson").post(
        f"/instances/{case}/comments", {"text": "@warehouse-keeper 看一下"}
    )

    assert answer.status_code == 422
    assert "看不到这条评论" in answer.json()["detail"]
    assert browse("salesperson").get(f"/instances/{case}/comments").json()["items"] == []


def test_mention_of_nobody_is_refused_and_an_address_mentions_nobody(
    browse: Browse, case: str
) -> None:
    writer = browse("salesperson")

    assert writer.post(f"/instances/{case}/comments", {"text": "@nobody.here"}).status_code == 422
    assert writer.post(f"/instances/{case}/comments", {"text": "写给 a@b.cn"}).status_code == 201


def test_withdrawn_comment_is_shown_nowhere_and_only_once_by_its_author(
    browse: Browse, case: str
) -> None:
    author, other = browse("salesperson"), browse("sales-manager")
    said = author.post(f"/instances/{case}/comments", {"text": "secret"}).json()["items"][0]
    place = f"/instances/{case}/comments/{said['id']}/withdraw"

    assert other.post(place).status_code == 403
    assert author.post(place).status_code == 200
    assert author.post(place).status_code == 409

    assert "secret" not in other.get(f"/instances/{case}/comments").text
    assert "secret" not in other.get(f"/instances/{case}/history").text
    assert other.get(f"/instances/{case}/comments").json()["items"][0]["withdrawn_at"]


@pytest.mark.parametrize("text", ["", "   ", "a\u0000b", "x" * 4001])
def test_comment_without_fit_text_is_refused(browse: Browse, case: str, text: str) -> None:
    assert (
        browse("salesperson").post(f"/instances/{case}/comments", {"text": text}).status_code == 422
    )


def test_comment_sent_twice_with_one_key_is_there_once(browse: Browse, case: str) -> None:
    writer = browse("salesperson")
    for _ in range(2):
        writer.post(f"/instances/{case}/comments", {"text": "once"}, key="k1")

    assert len(writer.get(f"/instances/{case}/comments").json()["items"]) == 1
