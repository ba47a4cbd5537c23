"""An engine over each kind of store; at the end all that happened is verified and replayed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.clock import FixedClock
from engine.history.seal import seal
from tests.contract.test_rebuild import projections
from tests.exchange.given import NOW


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, blank: Path, clock: FixedClock
) -> Iterator[Engine]:
    with open_engine(address(request, tmp_path, blank), clock=clock) as engine:
        yield engine
        proved(engine)


def address(request: pytest.FixtureRequest, folder: Path, blank: Path) -> str:
    """Of an empty database of the kind that is asked for."""
    if request.param == "memory":
        return "memory:"
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(blank, folder / 'office.db')}"
    return str(request.getfixturevalue("migrated_postgres_url"))


def proved(engine: Engine) -> None:
    """Chains and seals hold, every case replays to the same bytes, projections are the log's."""
    store = engine.runtime.store
    seal(store)
    assert engine.verify().ok
    for case in store.instance_ids():
        assert engine.replay(case).equal
    before = projections(store)
    store.rebuild()
    assert projections(store) == before
