"""What is published already is not read again for each further publication."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from engine import open_engine
from engine.bundles import Bundles
from engine.clock import FixedClock
from tests.exchange.given import BEGIN, END, NOW, process


def test_publications_read_each_published_file_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[tuple[str, str]] = Counter()
    parse = Bundles._parse

    def counted(bundles: Bundles, kind: str, digest: Any) -> Any:
        read[kind, digest] += 1
        return parse(bundles, kind, digest)

    monkeypatch.setattr(Bundles, "_parse", counted)
    with open_engine("memory:", clock=FixedClock(NOW)) as engine:
        for key in ("first", "second", "third"):
            engine.deploy(process(key, BEGIN + END, "begin done"), by="admin", draft=False)
        engine.start("first", {}, by="admin")

    assert len(read) >= 3
    assert set(read.values()) == {1}
