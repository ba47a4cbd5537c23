"""What every event of the log is, and the reason that some carry."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final

from engine.core.fact import fact
from engine.core.values import Value

ENGINE_WORDS: Final = "worded by the engine"
Words = Annotated[str, ENGINE_WORDS]
"""A sentence that the engine makes of what it decided: a later release may say it otherwise
(docs/adr/0023). What people, connectors or diagrams said it may cite, but is never their field."""


@fact
class Reason:
    """Why a way was taken: the expression, what it read, its result, one sentence in zh and en."""

    expression: str
    reads: tuple[tuple[str, Value], ...] = ()
    result: Value = None
    zh: Words = ""
    en: Words = ""


@fact
class Event:
    """One entry of the log. `v` is the version of the type."""

    v: ClassVar[int] = 1
