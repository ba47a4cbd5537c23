"""Numbers that are not finite enter nowhere: JSON, messages, drafts, imports, calls in Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from api.wire import parse_json, to_json
from engine.bootstrap import Runtime
from engine.embedding import Engine
from engine.errors import DeploymentRefused, InvalidCommand, InvalidForm
from engine.exchange import Message
from engine.parameters import read_parameters
from engine.scenarios.plain_yaml import read_yaml
from tests.api.conftest import API, Browser

Browse = Callable[[str], Browser]
ODD = ["NaN", "sNaN", "Infinity", "-Infinity", "1E+99999999"]


def bodies(number: Any) -> list[tuple[str, dict[str, Any]]]:
    """Every way in for data of a case."""
    data = {"reason": "x", "days": number}
    return [
        ("/definitions/trip/start", {"variables": data}),
        ("/definitions/trip/prediction", {"data": data}),
        ("/messages", {"name": "paid", "correlation_key": "A", "variables": data}),
        ("/signals", {"name": "closed", "payload": data}),
    ]


@pytest.mark.parametrize("text", ODD)
def test_number_without_end_is_refused_wherever_it_is_sent(browse: Browse, text: str) -> None:
    admin, asker = browse("admin"), browse("salesperson")

    for path, body in bodies({"$number": text}):
        browser = asker if path.startswith("/definitions") else admin
        answer = browser.post(path, body)
        assert answer.status_code == 422, (path, answer.text)
        assert answer.json()["type"] != "urn:guicheng:problem:crash"
    assert asker.get("/instances", scope="started").json()["items"] == []


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity"])
def test_literal_that_json_does_not_have_is_refused(browse: Browse, literal: str) -> None:
    browser = browse("salesperson")
    content = f'{{"variables": {{"reason": "x", "days": {literal}}}}}'
    headers = {"X-CSRF-Token": browser.csrf, "Content-Type": "application/json"}

    answer = browser.client.post(API + "/definitions/trip/start", content=content, headers=headers)

    assert answer.status_code == 422


def test_number_of_a_billion_digits_is_never_written_out() -> None:
    assert to_json(parse_json(b"1e999999999")) == "1E+999999999"


@pytest.mark.parametrize("number", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity")])
def test_number_from_python_is_refused_and_nothing_is_kept(
    runtime: Runtime, number: Decimal
) -> None:
    engine = Engine(runtime)

    with pytest.raises(InvalidForm):
        engine.start("trip", {"reason": "x", "days": number}, by="salesperson")
    message = Message(id="m", name="paid", data={"a": [number]}, time_to_live=timedelta(days=1))
    with pytest.raises(InvalidCommand):
        engine.send_message(message, by="admin")
    assert list(runtime.store.instance_ids()) == []


@pytest.mark.parametrize("text", ["!!float nan", "!!float sNaN", "!!float Infinity", ".nan"])
def test_number_in_a_file_is_refused(text: str) -> None:
    with pytest.raises(DeploymentRefused):
        read_parameters(f"parameters: {{limit: {{value: {text}}}}}".encode())
    with pytest.raises(Exception, match="number"):
        read_yaml(f"data: {{days: {text}}}")
