"""A case that writes two registers: one that ships with readers, and one that nobody declared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options, shipped_organisation
from engine.clock import FixedClock
from engine.scenarios.player import office_time
from tests.registers.diagrams import SHIPPED, WRITER


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(office_time("2026-11-23T09:00"))


@pytest.fixture
def engine(clock: FixedClock) -> Iterator[Engine]:
    options = Options(organisation=shipped_organisation())
    with open_engine("memory:", clock=clock, options=options) as opened:
        opened.deploy(WRITER, SHIPPED, by="admin")
        yield opened
