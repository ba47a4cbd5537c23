"""The shared search behind the soundness rules, made once for each process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from engine.bpmn.rules.net import Net
from engine.bpmn.rules.rule import Subject
from engine.bpmn.rules.search import Exploration, explore
from engine.core.definition import Element, Kind, ProcessDefinition


def explorations(subject: Subject) -> Iterator[tuple[Net, Exploration]]:
    """Each level whose shape other rules do not refuse already, with what was found."""
    yield from _explored(_Key(subject.process))


class _Key:
    """Makes a process, which holds mappings, usable as a key by identity."""

    __slots__ = ("process",)

    def __init__(self, process: ProcessDefinition) -> None:
        self.process = process

    def __hash__(self) -> int:
        return id(self.process)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.process is self.process


@lru_cache(maxsize=8)
def _explored(key: _Key) -> tuple[tuple[Net, Exploration], ...]:
    subject = Subject(process=key.process)
    found = []
    for elements in subject.scopes.values():
        if _is_well_formed(subject, elements):
            net = Net(subject, elements)
            found.append((net, explore(net)))
    return tuple(found)


def _is_well_formed(subject: Subject, elements: list[Element]) -> bool:
    ids = {element.id for element in elements}
    starts = [element for element in elements if element.kind is Kind.START_EVENT]
    return (
        len(starts) == 1
        and all(flow.target in ids for e in elements for flow in subject.out_of(e))
        and all(flow.source in ids for e in elements for flow in subject.into(e))
        and all(e.attached_to in ids for e in elements if e.attached_to is not None)
    )


def arrow(path: tuple[str, ...]) -> str:
    """A path as people read it; the middle of a long one is left out."""
    shown = path if len(path) <= 14 else (*path[:6], "…", *path[-7:])
    return " → ".join(shown)
