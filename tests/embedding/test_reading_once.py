"""What is published is read once: not again to compile it, nor for each further publication."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from engine import open_engine
from engine.bpmn.reader import read_bpmn
from engine.clock import FixedClock
from tests.exchange.given import BEGIN, END, NOW, process


def test_publications_read_each_published_file_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[bytes] = Counter()

    def counted(data: bytes, **more: Any) -> Any:
        read[data] += 1
        return read_bpmn(data, **more)

    monkeypatch.setattr("engine.bootstrap.read_bpmn", counted)
    with open_engine("memory:", clock=FixedClock(NOW)) as engine:
        for key in ("first", "second", "third"):
            engine.deploy(process(key, BEGIN + END, "begin done"), by="admin", draft=False)
        engine.start("first", {}, by="admin")

    assert len(read) == 3
    assert set(read.values()) == {1}
