"""The parts that sentences about events have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.errors import Text

_ZONE: Final = ZoneInfo("Asia/Shanghai")


def moment(at: datetime) -> str:
    """A moment in the office's zone, to the minute."""
    return f"{at.astimezone(_ZONE):%Y-%m-%d %H:%M}"


def plain(zh: str, en: str) -> Callable[[Any, Any], Text]:
    """A sentence that names nothing."""
    return lambda event, names: Text(zh=zh, en=en)
