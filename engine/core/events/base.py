"""What every event of the log is, and the reason that some carry."""

from __future__ import annotations

from typing import ClassVar

from engine.core.fact import fact
from engine.core.values import Value


@fact
class Reason:
    """Why a way was taken: the expression, what it read, its result, one sentence in zh and en."""

    expression: str
    reads: tuple[tuple[str, Value], ...] = ()
    result: Value = None
    zh: str = ""
    en: str = ""


@fact
class Event:
    """One entry of the log. `v` is the version of the type."""

    v: ClassVar[int] = 1
