"""Which variables of a case one participant may not see: what their own steps hide from them."""

from __future__ import annotations

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
    live: LiveInstance, items: Iterable[WorkItemView], reader: Person
) -> frozenset[str]:
    """Names that some step hides from this reader while no other of their steps shows them.

    Nothing is hidden from who may read every case.
    """
    if policy.may_see_all_cases(reader):
        return frozenset()
    hidden: set[str] = set()
    shown: set[str] = set(_own_start_fields(live, reader))
    for form, rights in _own_forms(live, items, reader):
        for key in form.keys():  # noqa: SIM118 -- a Form is no mapping
            (hidden if rights.of(key) is Access.HIDE else shown).add(key)
    return frozenset(hidden - shown)


NO_FORM: Final = Form(
    id="",
    digest=Digest(""),
    schema={"type": "default", "schemaVersion": 19, "id": "", "components": []},
    components=(),
)
"""Of a draft's task that has none: nothing to show, and any data is taken."""


def without(values: Mapping[str, Value], hidden: frozenset[str]) -> dict[str, Value]:
    """The values that remain visible."""
    return {name: value for name, value in values.items() if name not in hidden}


def _own_start_fields(live: LiveInstance, reader: Person) -> Iterator[str]:
    start = live.case.bundle.process.start_event()
    form_id = start.form_id if start is not None else None
    if live.state.initiator.id == reader.id and form_id in live.case.bundle.forms:
        form = live.case.bundle.forms[str(form_id)]
        assert isinstance(form, Form)  # noqa: S101 -- bundles hold forms
        yield from form.keys()


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
