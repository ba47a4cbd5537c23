"""The actors and the small case that the core's tests speak of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from engine.core.events import Event, InstanceStarted, WorkItemCreated
from engine.core.evolve import fold
from engine.core.ids import Principal, UserId
from engine.core.people import Person
from engine.core.state import InstanceState

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

clerk = Person(id=UserId("clerk"), name="业务员", department="sales", roles=("salesperson",))
gm = Person(id=UserId("gm"), name="总经理", roles=("gm",), rank=100)
deputy = Person(id=UserId("deputy-gm"), name="行政副总", roles=("deputy-gm", "gm"), rank=90)
seal_keeper = Person(id=UserId("seal-keeper"), name="印章管理员", roles=("seal-keeper",))
outsider = Person(id=UserId("outsider"), name="旁人", roles=("driver",))
admin = Person(id=UserId("admin"), name="管理员", roles=("administrator",))
owner = Person(id=UserId("owner"), name="流程负责人", roles=("chief-process-designer",))
auditor = Person(id=UserId("auditor"), name="审计员", roles=("auditor",))

STARTED = InstanceStarted(
    process="seal-use", pinned={}, interpreter="kernel/1", initiator=clerk, at=MORNING, title="用印"
)
OFFERED = WorkItemCreated(
    work_item_id="c1-2",
    element_id="approve-by-gm",
    token=2,
    name="审批用印",
    form_id="seal_use_approval",
    candidates=(Principal("role:gm"),),
    created_at=MORNING,
    process="seal-use",
)


def case(*happened: Event) -> InstanceState:
    """The state of case c1 after it started and these events happened."""
    return fold(None, "c1", (STARTED, *happened))


def offered_without(*people: Person) -> WorkItemCreated:
    """The approval offered to the gm role, kept separate from these people."""
    return replace(OFFERED, excluded=tuple(person.id for person in people))
