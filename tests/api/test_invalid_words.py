"""A request that says the wrong thing is told so in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, get_args

import pytest
from pydantic_core.core_schema import ErrorType

from api.invalid_words import in_chinese
from tests.api.conftest import API

Browse = Callable[..., Any]
OURS = ("one_list", "item_twice")


@pytest.mark.parametrize(
    ("path", "body", "zh"),
    [
        ("/work-items/bulk", {"items": [{"id": "x"}]}, "body.action：必须填写"),
        (
            "/work-items/bulk",
            {"action": "eat", "items": [{"id": "x"}]},
            "body.action：应为以下之一：'claim'、'complete'、'transfer'、'urge'",
        ),
        ("/work-items/bulk", {"action": "claim", "items": []}, "body.items：至少要 1 项"),
        (
            "/work-items/bulk",
            {"action": "claim", "items": [{"id": "x"}, {"id": "x"}]},
            "body：同一件待办只能出现一次",
        ),
        ("/filters", {"name": ""}, "body.name：至少要 1 个字符"),
        ("/filters", {"name": "mine"}, "body：worklist、instances、audit 须恰好写一个"),
    ],
)
def test_request_that_is_not_valid_is_told_in_chinese_what_was_expected(
    browse: Browse, path: str, body: dict[str, Any], zh: str
) -> None:
    browser = browse("gm")

    answer = browser.client.post(API + path, json=body, headers={"X-CSRF-Token": browser.csrf})

    assert answer.status_code == 422
    assert zh in [field["zh"] for field in answer.json()["fields"]]
    assert "请求无效：body" in answer.text


def test_words_are_chinese_whatever_the_validator_finds() -> None:
    said = {kind: in_chinese(kind, {}) for kind in (*get_args(ErrorType), *OURS)}

    assert {
        kind for kind, words in said.items() if not re.search("[\u4e00-\u9fff]", words)
    } == set()
    assert {kind: words for kind, words in said.items() if "{" in words} == {}
    assert "值不合规定" not in [said[kind] for kind in OURS]
