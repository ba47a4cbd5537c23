"""Which variables of a case one participant may not see: what their own steps hide from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from engine.core import policy
from engine.core.definition import Access
from engine.core.ids import Digest
from engine.core.people import Person
from engine.core.values import Value
from engine.forms import Form, Rights
from engine.handlers.case import LiveInstance
from engine.views import WorkItemView


def hidden_variables(
    live: LiveInstance,
    items: Iterable[WorkItemView],
    reader: Person,
    absent: Person | None = None,
) -> frozenset[str]:
    """Paths that some step hides from this reader while no other of their steps shows them: names
    of variables, and columns of sub-tables such as `items.price`.

    Nothing is hidden from who may read every case. Who acts for somebody absent sees what that
    person sees.
    """
    if policy.may_see_all_cases(reader, live.state.process):
        return frozenset()
    hidden: set[str] = set()
    shown: set[str] = set()
    listed = list(items)
    for one in (reader,) if absent is None else (reader, absent):
        shown.update(_own_start_fields(live, one))
        for form, rights in _own_forms(live, listed, one):
            for path in form.paths():
                (hidden if rights.of(path) is Access.HIDE else shown).add(path)
    return frozenset(hidden - shown)


_INDEX: Final = re.compile(r"\[[^\]]*\]")
NO_FORM: Final = Form(
    id="",
    digest=Digest(""),
    schema={"type": "default", "schemaVersion": 19, "id": "", "components": []},
    components=(),
)
"""Of a draft's task that has none: nothing to show, and any data is taken."""


def without(values: Mapping[str, Value], hidden: frozenset[str]) -> dict[str, Value]:
    """The values that remain visible: without hidden variables, and without hidden columns in the
    rows of those that are not."""
    left = {name: value for name, value in values.items() if name not in hidden}
    for path in hidden:
        top, _, inner = path.partition(".")
        if inner and top in left:
            left[top] = _pruned(left[top], inner)
    return left


def _pruned(value: Value, path: str) -> Value:
    """The value without what lies at this path in it, in every row of a list."""
    if isinstance(value, list | tuple):
        return [_pruned(row, path) for row in value]
    if not isinstance(value, Mapping):
        return value
    name, _, inner = path.partition(".")
    if not inner:
        return {key: item for key, item in value.items() if key != name}
    return {key: _pruned(item, inner) if key == name else item for key, item in value.items()}


def reads_hidden(names: Iterable[str], hidden: frozenset[str]) -> bool:
    """Whether one of these names or paths is hidden, lies in what is, or holds what is."""
    if not hidden:
        return False
    plain = {_INDEX.sub("", name) for name in names}
    return any(
        one == path or one.startswith(f"{path}.") or path.startswith(f"{one}.")
        for one in plain
        for path in hidden
    )


def _own_start_fields(live: LiveInstance, reader: Person) -> Iterator[str]:
    start = live.case.bundle.process.start_event()
    form_id = start.form_id if start is not None else None
    if live.state.initiator.id == reader.id and form_id in live.case.bundle.forms:
        form = live.case.bundle.forms[str(form_id)]
        assert isinstance(form, Form)  # noqa: S101 -- bundles hold forms
        yield from form.paths()


def _own_forms(
    live: LiveInstance, items: Iterable[WorkItemView], reader: Person
) -> Iterator[tuple[Form, Rights]]:
    mine = {reader.id}
    principals = frozenset(reader.principals())
    for item in items:
        offered = bool(principals & set(item.candidates)) and reader.id not in item.excluded
        if offered or item.assignee in mine or item.ended_by in mine:
            yield form_of(live, item)


def form_of(live: LiveInstance, item: WorkItemView) -> tuple[Form, Rights]:
    """The pinned form of a work item, with the rights that its step gives."""
    bundle = live.case.bundle
    task = bundle.process_of(item.process).elements[item.element_id].required_user_task()
    if item.form_id not in bundle.forms:  # only in a draft
        return NO_FORM, Rights(default=Access.EDIT)
    form = bundle.forms[item.form_id]
    assert isinstance(form, Form)  # noqa: S101 -- bundles hold forms
    return form, Rights(default=task.default_access, fields=task.access)
