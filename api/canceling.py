"""Says whose action it was that canceled a work item: another's decision, a withdrawal, a timer."""

from __future__ import annotations

from engine.codec import decode_envelope, decode_event, is_command
from engine.core.events import WorkItemCanceled
from engine.ports import Store
from engine.views import WorkItemView


def who_canceled(store: Store, view: WorkItemView) -> str | None:
    """The login of who gave the command that led to it; None where nobody canceled it."""
    command = b""
    for row in store.rows(view.instance_id):
        if is_command(row.type):
            command = row.body
        elif row.type == WorkItemCanceled.__name__:
            event = decode_event(row.type, row.body)
            if isinstance(event, WorkItemCanceled) and event.work_item_id == view.id:
                return decode_envelope(command).actor.id
    return None
