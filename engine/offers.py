"""The part of a work item's view that policy looks at."""

from __future__ import annotations

from engine.core.state import WorkItem, WorkItemState
from engine.views import WorkItemView


def as_item(view: WorkItemView) -> WorkItem:
    """The work item as the core knows it, without its token."""
    return WorkItem(
        id=view.id,
        element_id=view.element_id,
        token=0,
        process=view.process,
        form_id=view.form_id,
        state=WorkItemState(view.state),
        candidates=view.candidates,
        excluded=view.excluded,
        assignee=view.assignee,
    )
