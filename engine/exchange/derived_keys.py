"""The key of a message whose sender gave none, read from it as its correlation key says.

BPMN 2.0.2, 8.3.2: the properties of a correlation key are extracted from the message by their
retrieval expressions. Which these are, a case that waits for the message knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from engine.core.calendar import OFFICE_ZONE
from engine.core.correlation import key_text
from engine.core.definition import Bundle, Expression
from engine.core.values import Value
from engine.errors import GuichengError
from engine.exchange.tools import ExchangeTools
from engine.feel import compile_expression


def derived_key(tools: ExchangeTools, name: str, data: Mapping[str, Value]) -> str:
    """The key that the message has by its data; empty when nobody waits who could tell."""
    waiting = tools.store.case_awaiting(name)
    if waiting is None:
        return ""
    bundle = tools.dispatcher.live(waiting).case.bundle
    keys = (_read(path, data, tools.clock.now()) for path in _paths(bundle, name))
    return next((key for key in keys if key), "")


def _paths(bundle: Bundle, name: str) -> Iterator[Expression]:
    for process in (bundle.process, *bundle.called.values()):
        for element in process.elements.values():
            for event in element.event.parts or (element.event,):
                if event.message == name and event.key_path is not None:
                    yield event.key_path


def _read(path: Expression, data: Mapping[str, Value], now: datetime) -> str:
    try:
        value = compile_expression(path.text).evaluate(data, now=now.astimezone(OFFICE_ZONE))
    except GuichengError:  # the message is not made as the diagram says
        return ""
    return key_text(value) or ""
