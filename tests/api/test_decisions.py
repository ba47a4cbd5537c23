"""Decisions over HTTP: the deployed one, files at hand, and what has no result."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from engine.bootstrap import Runtime
from tests.api.conftest import API, Browser
from tests.dmn.files import decision, definitions, input_data, literal, needs_input, table

Browse = Callable[[str], Browser]
LEVEL = definitions(
    input_data("金额", "number"),
    decision(
        "level",
        table(["金额"], ["level"], [("<= 300", '"low"'), ("(300..3000]", '"middle"')]),
        needs_input("金额"),
    ),
)
DAYS = definitions(
    input_data("from", "date"), decision("due", literal('from + @"P3D"'), needs_input("from"))
)


@pytest.fixture
def owner(runtime: Runtime, browse: Browse) -> Browser:
    runtime.deploy([("level.dmn", LEVEL)], runtime.person("admin"))
    return browse("office-director")


def _try(browser: Browser, content: bytes, **form: str) -> Any:
    files = {"files": ("level.dmn", content)}
    headers = {"X-CSRF-Token": browser.csrf}
    return browser.client.post(API + "/decisions/try", files=files, data=form, headers=headers)


def test_deployed_decision_answers_with_its_rules(owner: Browser) -> None:
    answer = owner.post("/decisions/evaluate", {"decision": "level", "inputs": {"金额": 300.5}})

    assert answer.status_code == 200, answer.text
    assert answer.json()["output"] == "middle"
    assert answer.json()["rule_ids"] == ["r2"]
    assert answer.json()["inputs"] == {"金额": 300.5}
    assert "r2" in answer.json()["zh"]


def test_decision_without_a_result_is_a_problem_unless_lenient(owner: Browser) -> None:
    body = {"decision": "level", "inputs": {"金额": 9000}}

    strict = owner.post("/decisions/evaluate", body)
    lenient = owner.post("/decisions/evaluate", {**body, "strict": False})

    assert strict.status_code == 422
    assert "金额 = 9000" in strict.json()["detail"]
    assert (lenient.status_code, lenient.json()["output"]) == (200, None)


def test_unknown_decision_is_refused(owner: Browser) -> None:
    answer = owner.post("/decisions/evaluate", {"decision": "nothing", "inputs": {}})

    assert answer.status_code == 422
    assert "nothing" in answer.json()["detail_en"]


def test_files_are_tried_without_being_published(owner: Browser) -> None:
    answer = _try(owner, DAYS, decision="due", inputs=json.dumps({"from": "2026-11-22"}))

    assert answer.status_code == 200, answer.text
    assert answer.json()["output"] == "2026-11-25"
    assert owner.post("/decisions/evaluate", {"decision": "due"}).status_code == 422


@pytest.mark.parametrize(
    ("content", "inputs"),
    [
        (b"<not-dmn/>", "{}"),
        (definitions(decision("due", literal("1 +"))), "{}"),
        (DAYS, "[1]"),
        (DAYS, "{"),
        (DAYS, '{"from": "soon"}'),
    ],
)
def test_files_and_inputs_that_are_wrong_are_told(
    owner: Browser, content: bytes, inputs: str
) -> None:
    answer = _try(owner, content, decision="due", inputs=inputs)

    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"]
