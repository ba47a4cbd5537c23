"""Lists cost a constant number of SQL statements, however much there is to list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from engine.bootstrap import Runtime
from tests.api.conftest import Browser

Browse = Callable[[str], Browser]


@contextmanager
def statements(runtime: Runtime) -> Iterator[list[str]]:
    """The SQL that runs inside, whoever sends it over the reading pool."""
    found: list[str] = []
    engine = runtime.store.database.engine  # type: ignore[attr-defined]

    def on_checkout(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(found.append)

    def on_checkin(connection: Any, *_: Any) -> None:
        if connection is not None:
            connection.set_trace_callback(None)

    event.listen(engine, "checkout", on_checkout)
    event.listen(engine, "checkin", on_checkin)
    try:
        yield found
    finally:
        event.remove(engine, "checkout", on_checkout)
        event.remove(engine, "checkin", on_checkin)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/worklist", {"view": "inbox"}),
        ("/worklist", {"view": "mine"}),
        ("/worklist", {"view": "candidate"}),
        ("/worklist", {"view": "done"}),
        ("/instances", {"scope": "involved"}),
    ],
)
def test_list_costs_the_same_for_one_and_for_many(
    browse: Browse, runtime: Runtime, path: str, query: dict[str, str]
) -> None:
    asker, head = browse("salesperson"), browse("sales-manager")
    body = {"variables": {"reason": "x"}}
    asker.post("/definitions/trip/start", body)
    head.get(path, **query)
    with statements(runtime) as for_one:
        head.get(path, **query)
    for _ in range(9):
        asker.post("/definitions/trip/start", body)

    with statements(runtime) as for_ten:
        answer = head.get(path, **query)

    assert answer.status_code == 200
    selects = [text for text in for_ten if text.lstrip().upper().startswith(("SELECT", "WITH"))]
    assert len(for_ten) == len(for_one)
    assert 2 <= len(selects) <= 6, selects
