"""One engine for the tests of each module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from tests.approval.case import NOW


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    options = Options(clock=FixedClock(NOW), quick_passwords=True)
    with open_engine("memory:", options=options) as opened:
        yield opened
