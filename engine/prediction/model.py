"""What a prediction says, as plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from engine.core.fact import fact
from engine.core.values import Value
from engine.errors import Text


@fact
class Assumption:
    """What somebody is taken to do at a user task ahead; the next one is taken first.

    Without `by` whoever may do it first, without `at` as soon as the task is there.
    """

    element_id: str
    data: Mapping[str, Value] = field(default_factory=dict)
    by: str | None = None
    at: datetime | None = None


@fact
class Unsure:
    """A value that nobody has given yet, and where it will be; `source` as in forms.Source."""

    name: str
    label: Text
    element_id: str
    element: Text
    value: Value
    source: str


@fact
class Step:
    """One work item ahead: who gets it and why, and when.

    `people` are the logins that may do it, `by` who is taken to. `starts_at` is when it is there,
    `done_at` when it is taken to be done; None where it stays open. `depends_on` are the
    unsure values that led here.
    """

    element_id: str
    process: str
    name: Text
    people: tuple[str, ...]
    candidates: tuple[str, ...]
    assignee: str | None
    reason: Text
    starts_at: datetime
    due_at: datetime | None
    by: str | None = None
    done_at: datetime | None = None
    depends_on: tuple[str, ...] = ()


@fact
class Branch:
    """A way taken where there was a choice."""

    element_id: str
    name: Text
    flow_id: str
    target: Text
    reason: Text
    reads: tuple[tuple[str, Value], ...]
    depends_on: tuple[str, ...] = ()


@fact
class Change:
    """What would change the way: with `name` as `condition` says, `people` would be asked.

    Tried out by another run with `tried` in its place. `added` and `dropped` are the user tasks
    that would come or fall away.
    """

    name: str
    now: Value
    condition: str
    tried: Value
    element: Text
    added: tuple[Text, ...]
    dropped: tuple[Text, ...]
    people: tuple[str, ...]


@fact
class Note:
    """Something that cannot be told beforehand, and where."""

    element_id: str
    text: Text
    depends_on: tuple[str, ...] = ()


@fact
class End:
    """An end event at which the case ends, by what people call it."""

    element_id: str
    name: Text


@fact
class Prediction:
    """The way ahead. `complete` says that it was followed to the end of the case."""

    steps: tuple[Step, ...]
    branches: tuple[Branch, ...]
    unsure: tuple[Unsure, ...]
    notes: tuple[Note, ...]
    changes: tuple[Change, ...]
    complete: bool
    ends: tuple[End, ...]
    ends_at: datetime
