"""The FEEL scope of a bundle: compiles a text as the interpreters will, and tells what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.core.definition import Bundle, Kind, MultiInstance
from engine.errors import Text
from engine.feel import Extension, FeelError, FeelSyntaxError, compile_expression
from engine.feel.working_time import working_time

_ALWAYS: Final = frozenset({"initiator", "parameters", "result"})
_MEMBERS: Final = frozenset({"department name", "reports to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Why a text does not compile; the line is counted from the text's first."""

    text: Text
    line_offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Names, functions and member names that may be written."""

    names: frozenset[str] | None
    members: frozenset[str]
    functions: Mapping[str, Extension]

    def error_in(self, text: str) -> Wrong | None:
        try:
            compile_expression(
                text, names=self.names, functions=self.functions, members=self.members
            )
        except FeelSyntaxError as error:
            return Wrong(text=error.text, line_offset=error.line - 1)
        except FeelError as error:
            return Wrong(text=error.text)
        return None


def reads(bundle: Bundle | None, text: str) -> frozenset[str]:
    """The variables that a text reads; nothing of what is no FEEL, which feel-compiles says."""
    scope = None if bundle is None else scope_of(bundle)
    try:
        if scope is None:
            return compile_expression(text).reads
        names, members, functions = scope.names, scope.members, scope.functions
        return compile_expression(text, names=names, members=members, functions=functions).reads
    except FeelError:
        return frozenset()


def scope_of(bundle: Bundle) -> Scope:
    """The functions of working time exist only with a calendar."""
    names = bundle.names | _ALWAYS | _of_markers(bundle)
    return Scope(
        names=None if bundle.is_open else names,
        members=names | _MEMBERS | _keys(bundle.parameters),
        functions=_CALENDAR if bundle.calendar is not None else {},
    )


def _of_markers(bundle: Bundle) -> frozenset[str]:
    """What loop and multi-instance markers and complex gateways let expressions read."""
    names: set[str] = set()
    for process in (bundle.process, *bundle.called.values()):
        for element in process.elements.values():
            if isinstance(element.loop, MultiInstance):
                names.update(_COUNTERS)
                names.update(filter(None, (element.loop.input_item, element.loop.output_item)))
                names.update(filter(None, (element.loop.output_collection,)))
            if element.loop is not None:
                names.add("loopCounter")
            if element.kind is Kind.COMPLEX_GATEWAY:
                names.update(("activationCount", "waitingForStart", *element.incoming))
    return frozenset(names)


_COUNTERS: Final = (
    "nrOfInstances",
    "nrOfActiveInstances",
    "nrOfCompletedInstances",
    "nrOfTerminatedInstances",
)
_CALENDAR: Final = working_time(None)
"""Enough to compile expressions, which is all that a rule does with them."""


def _keys(value: object) -> frozenset[str]:
    """All keys at any depth of the company's figures."""
    found: set[str] = set()
    queue: list[object] = [value]
    while queue:
        item = queue.pop()
        if isinstance(item, Mapping):
            found.update(str(key) for key in item)
            queue.extend(item.values())
        elif isinstance(item, list | tuple):
            queue.extend(item)
    return frozenset(found)
