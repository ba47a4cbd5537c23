"""Several processes on one database send and deliver at the same moment: everything once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from engine import Engine, open_engine
from engine.clock import FixedClock
from engine.errors import ConcurrencyConflict, GuichengError
from engine.exchange import Message, Receipt
from tests.exchange.conftest import proved
from tests.exchange.given import ALARMS, HEARS, NOW, OPENS, WAITS

T = TypeVar("T")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Engine]]:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("migrated_postgres_url")
    opened = [open_engine(url, clock=FixedClock(NOW)) for _ in range(3)]
    opened[0].deploy(WAITS, HEARS, ALARMS, by="admin")
    yield opened
    proved(opened[0])
    for engine in opened:
        engine.close()


def at_once(engines: list[Engine], act: Callable[[Engine], T]) -> list[T | GuichengError]:
    """What each of twelve threads, four on each engine, got."""

    def one(number: int) -> T | GuichengError:
        try:
            return act(engines[number % len(engines)])
        except ConcurrencyConflict:
            return act(engines[number % len(engines)])  # as the caller is told to
        except GuichengError as refused:
            return refused

    with ThreadPoolExecutor(12) as pool:
        return list(pool.map(one, range(12)))


def new_ones(receipts: list[Receipt | GuichengError]) -> list[Receipt]:
    assert all(isinstance(one, Receipt) for one in receipts), receipts
    return [one for one in receipts if isinstance(one, Receipt) and not one.repeated]


def test_same_message_is_received_once(engines: list[Engine]) -> None:
    case = engines[0].start("waits", {"order": "A"}, by="gm").id
    engines[0].start("waits", {"order": "B"}, by="gm")
    message = Message(id="1", name="paid", key="A")

    receipts = at_once(engines, lambda engine: engine.send_message(message, by="admin"))

    assert len(new_ones(receipts)) == 1
    assert {one.received_by for one in receipts if isinstance(one, Receipt)} == {(case,)}


def test_same_message_starts_one_case(engines: list[Engine]) -> None:
    engines[0].deploy(OPENS, by="admin")
    message = Message(id="1", name="paid")

    receipts = at_once(engines, lambda engine: engine.send_message(message, by="admin"))

    assert len(new_ones(receipts)) == 1
    assert len(list(engines[0].runtime.store.instance_ids())) == 1


def test_kept_message_is_taken_once_by_whichever_worker(engines: list[Engine]) -> None:
    message = Message(id="1", name="paid", key="A", time_to_live=timedelta(hours=1))
    engines[0].send_message(message, by="admin")
    case = engines[0].start("waits", {"order": "A"}, by="gm").id

    done = at_once(engines, lambda engine: engine.run_due())

    assert sum(one for one in done if isinstance(one, int)) == 1
    assert engines[0].case(case).status == "completed"


def test_same_signal_reaches_everybody_once(engines: list[Engine]) -> None:
    cases = [engines[0].start("hears", {}, by="gm").id for _ in range(5)]

    at_once(engines, lambda engine: engine.broadcast("fire", by="admin", signal_id="s1"))
    for engine in engines:
        engine.run_due()

    store = engines[0].runtime.store
    assert {engines[0].case(case).status for case in cases} == {"completed"}
    assert len(list(store.instance_ids())) == len(cases) + 1
    assert store.open_signals(10) == []
