"""Shows the form of a step as the person saw it: the pinned form, and the data of that moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.options import with_registers
from api.replaying import Told, shows_form, told
from api.schemas.replay import FormSeen
from api.visit import Visit
from api.wire import to_json
from engine.codec import decode_event, is_command
from engine.core import events as ev
from engine.core.definition import Access
from engine.core.values import Value
from engine.errors import NotFound
from engine.forms import Form, Rights
from engine.handlers.case import LiveInstance
from engine.history.playback import Step
from engine.history.scoped import Scoped
from engine.visibility import NO_FORM


def form_seen(visit: Visit, number: int) -> FormSeen:
    """The form of the step with this number. Raises NotFound where nobody filled one in."""
    case = told(visit)
    steps = case.play(number, 1).steps if number > 0 else ()
    if not steps or not shows_form(steps[0]):
        raise NotFound(f"第 {number} 步没有表单", f"Expected a step with a form, got {number}")
    step = steps[0]
    events = list(_before(case, step))
    form, rights, sent, token = _filled(case.live, step, events)
    scoped = Scoped(case.bundle)
    for event in events:
        scoped.tell(case.see(event))
    scope = {
        "initiator": case.live.state.initiator.as_context(),
        "parameters": case.bundle.parameters,
    }
    data = form.readable(rights, {**scope, **scoped.visible(token), **sent})
    shown = Rights(
        default=Access.READ if rights.default is Access.EDIT else rights.default,
        fields={
            path: Access.READ if access is Access.EDIT else access
            for path, access in ((path, rights.of(path)) for path in form.paths())
        },
    )
    return FormSeen(
        form_id=form.id,
        digest=form.digest,
        form=to_json(with_registers(form.present(shown), visit.house.runtime.store)),
        data=to_json(data),
    )


def _before(case: Told, step: Step) -> Iterable[ev.Event]:
    for row in case.rows:
        if row.version >= step.row.version:
            return
        if not is_command(row.type):
            yield decode_event(row.type, row.body)


Filled = tuple[Form, Rights, Mapping[str, Value], int]


def _filled(live: LiveInstance, step: Step, before: Iterable[ev.Event]) -> Filled:
    """The form, the rights on it, what was sent, and the token at which it was."""
    done: Any = next(one.event for one in step.facts if _is_filled(one.event))
    if isinstance(done, ev.InstanceStarted):
        start = live.case.bundle.process.start_event()
        form_id = (start.form_id if start is not None else None) or ""
        changed = (one.event for one in step.facts if isinstance(one.event, ev.VariablesChanged))
        sent = next((one.new for one in changed if one.scope == 0), {})
        return _form(live, form_id), Rights(default=Access.EDIT), sent, 0
    item = next(
        one
        for one in (*before, *(fact.event for fact in step.facts))
        if isinstance(one, ev.WorkItemCreated) and one.work_item_id == done.work_item_id
    )
    task = live.case.bundle.process_of(item.process).elements[item.element_id].user_task
    rights = (
        Rights(default=task.default_access, fields=task.access)
        if task is not None
        else Rights(default=Access.EDIT)
    )
    return _form(live, item.form_id), rights, done.data, item.token


def _is_filled(event: ev.Event) -> bool:
    return isinstance(event, ev.InstanceStarted | ev.WorkItemCompleted | ev.WorkItemFailed)


def _form(live: LiveInstance, form_id: str) -> Form:
    form = live.case.bundle.forms.get(form_id, NO_FORM)
    assert isinstance(form, Form)  # noqa: S101 -- bundles hold forms
    return form
