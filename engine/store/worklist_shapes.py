"""What a worklist's statement is built from, without its values: each shape is built once.

Building a statement costs more than running it; so what differs from call to call (who, since
when, how many) is a parameter, and what is left is a shape that many calls share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Integer

from engine.core.ids import user_principal
from engine.store.columns import Micros
from engine.store.facts import micros
from engine.store.narrowing import Narrowed, NarrowShape
from engine.store.paging import (
    Order,
    quoted,
    worklist_now,
    worklist_order,
    worklist_principals,
    worklist_start,
)
from engine.views import ActingFor, WorklistQuery

EQUAL: Final = ("process", "instance_id", "initiator", "department", "state")
"""Filters by one exact value."""
KINDS: Final = {
    **dict.fromkeys(("priority", "most"), Integer()),
    **dict.fromkeys(("since", "until", "now", "at"), Micros),
}
"""Values that are no text."""
_FILTERS: Final = (*EQUAL, "priority", "since", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A principal's parameter; of work that is done for somebody absent also that of their login,
    and of the processes in which it is meant; none: all."""

    principal: str
    absent: str | None = None
    processes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistShape:
    """Which statement it is. `tag` begins the name of each parameter."""

    view: str
    order: Order
    own: int = 0
    others: tuple[bool, ...] = ()  # for each: whether only some processes are meant
    filters: tuple[str, ...] = ()
    started: bool = False  # behind a cursor
    narrow: NarrowShape | None = None
    follow_up: str | None = None
    doubled: bool = False  # two of those others have a role or group in common
    tag: str = ""

    def branches(self, view: str) -> list[Branch]:
        """The parts of a view."""
        own = [Branch(principal=f"{self.tag}own{n}") for n in range(self.own)]
        others = [
            Branch(
                principal=f"{self.tag}other{n}",
                absent=f"{self.tag}absent{n}",
                processes=f"{self.tag}only{n}" if some else None,
            )
            for n, some in enumerate(self.others)
        ]
        if view == "substituted":
            return others
        return own if view in ("mine", "candidate") else [*own, *others]


def shape_of(query: WorklistQuery, narrow: Narrowed | None, tag: str = "") -> WorklistShape:
    """The shape of a question. Raises InvalidCommand."""
    others = _others(query)
    return WorklistShape(
        view=query.view,
        order=worklist_order(query),
        own=len(worklist_principals(query)),
        others=tuple(bool(one.processes) for one, _ in others),
        doubled=len({principal for _, principal in others}) < len(others),
        filters=tuple(name for name in _FILTERS if getattr(query, name) is not None),
        started=query.cursor is not None,
        follow_up=query.follow_up if query.view != "done" else None,
        narrow=narrow.shape(tag) if narrow is not None else None,
        tag=tag,
    )


def _others(query: WorklistQuery) -> list[tuple[ActingFor, str]]:
    """Every principal of those whom the person acts for, but what the person is too: that is done
    in their own right."""
    own = worklist_principals(query)
    return [
        (one, principal)
        for one in query.acting_for
        for principal in dict.fromkeys((user_principal(one.user), *one.principals))
        if principal not in own
    ]


def values_of(query: WorklistQuery, narrow: Narrowed | None, tag: str = "") -> dict[str, Any]:
    """The parameters of that shape. Raises InvalidCommand."""
    found = {
        "user": query.user,
        "quoted": quoted(query.user),
        "most": query.limit + 1,
    }
    for number, one in enumerate(worklist_principals(query)):
        found[f"own{number}"] = one
    for number, (other, principal) in enumerate(_others(query)):
        found[f"other{number}"] = principal
        found[f"absent{number}"] = quoted(other.user)
        found[f"only{number}"] = list(other.processes)
    for name in (*EQUAL, "priority"):
        found[name] = getattr(query, name)
    for name in ("since", "until"):
        at = getattr(query, name)
        found[name] = None if at is None else micros(at)
    if query.view == "overdue" or query.follow_up is not None:
        found["now"] = micros(worklist_now(query))
    start = worklist_start(query)
    if start is not None:
        found |= {"at": start[0], "last": start[1]}
    own = {f"{tag}{name}": value for name, value in found.items()}
    return own | (narrow.values(tag) if narrow is not None else {})
