"""Transfer, urge, copy and acting for somebody: given events, when a command, then events."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.core.commands import CopyInstance, ReadCopy, TransferWorkItem, UrgeWorkItem
from engine.core.decide.sharing import (
    decide_copy,
    decide_for,
    decide_read,
    decide_transfer,
    decide_urge,
)
from engine.core.decide.work_item import decide_claim, decide_completion
from engine.core.events import (
    CopyRead,
    InstanceCopied,
    SubstituteActed,
    WorkItemClaimed,
    WorkItemCompleted,
    WorkItemTransferred,
    WorkItemUrged,
)
from engine.core.ids import InstanceId
from engine.core.people import Person
from engine.errors import InvalidCommand, InvalidState, NotFound, NotPermitted
from tests.core.cast import (
    MORNING,
    OFFERED,
    admin,
    auditor,
    case,
    clerk,
    deputy,
    gm,
    offered_without,
    outsider,
)
from tests.core.test_work_item import CLAIM, COMPLETE, accept

C1 = InstanceId("c1")
URGE = UrgeWorkItem(instance_id=C1, work_item_id="c1-2", reason="明天要用")


def transfer(to: Person, reason: str = "出差") -> TransferWorkItem:
    return TransferWorkItem(instance_id=C1, work_item_id="c1-2", to=to, reason=reason)


def test_transfer_gives_the_work_to_another_person_for_good() -> None:
    decision = decide_transfer(case(OFFERED), gm, transfer(outsider), MORNING)

    moved = WorkItemTransferred(
        work_item_id="c1-2", by=gm.id, to=outsider.id, at=MORNING, reason="出差"
    )
    assert decision.events == (moved,)
    assert case(OFFERED, moved).work_items["c1-2"].assignee == outsider.id


def test_transfer_is_refused_to_who_neither_has_the_work_nor_administers() -> None:
    with pytest.raises(NotPermitted):
        decide_transfer(case(OFFERED), clerk, transfer(outsider), MORNING)
    assert decide_transfer(case(OFFERED), admin, transfer(outsider), MORNING).events


@pytest.mark.parametrize("to", [clerk, auditor])
def test_transfer_is_refused_to_who_may_not_do_the_work(to: Person) -> None:
    given = case(offered_without(clerk))

    with pytest.raises(NotPermitted, match="kept separate"):
        decide_transfer(given, gm, transfer(to), MORNING)


def test_transfer_owes_a_reason_and_another_person() -> None:
    with pytest.raises(InvalidCommand):
        decide_transfer(case(OFFERED), gm, transfer(outsider, " "), MORNING)
    given = case(OFFERED, WorkItemClaimed(work_item_id="c1-2", by=gm.id))
    with pytest.raises(InvalidState):
        decide_transfer(given, gm, transfer(gm), MORNING)


def test_urging_is_recorded_at_most_once_an_hour() -> None:
    decision = decide_urge(case(OFFERED), clerk, URGE, MORNING)

    urged = WorkItemUrged(work_item_id="c1-2", by=clerk.id, at=MORNING, reason="明天要用")
    assert decision.events == (urged,)
    with pytest.raises(InvalidState):
        decide_urge(case(OFFERED, urged), clerk, URGE, MORNING + timedelta(minutes=59))
    assert decide_urge(case(OFFERED, urged), clerk, URGE, MORNING + timedelta(hours=1)).events


def test_urging_is_refused_to_who_has_the_work_and_to_outsiders() -> None:
    given = case(OFFERED, WorkItemClaimed(work_item_id="c1-2", by=gm.id))
    for who in (gm, outsider):
        with pytest.raises(NotPermitted):
            decide_urge(given, who, URGE, MORNING)


def test_copies_go_once_to_each_person_and_are_read_once() -> None:
    command = CopyInstance(instance_id=C1, to=(outsider, deputy, outsider), note="供参考")
    copied = InstanceCopied(by=clerk.id, to=(outsider.id, deputy.id), at=MORNING, note="供参考")
    read = CopyRead(by=outsider.id, at=MORNING)

    assert decide_copy(case(), clerk, command, MORNING).events == (copied,)
    assert decide_copy(case(copied), clerk, command, MORNING).events == ()
    seen = ReadCopy(instance_id=C1)
    assert decide_read(case(copied), outsider, seen, MORNING).events == (read,)
    assert decide_read(case(copied, read), outsider, seen, MORNING).events == ()


def test_copying_and_reading_are_refused_to_others() -> None:
    command = CopyInstance(instance_id=C1, to=(deputy,))
    with pytest.raises(NotPermitted):
        decide_copy(case(), outsider, command, MORNING)
    with pytest.raises(InvalidCommand):
        decide_copy(case(), clerk, CopyInstance(instance_id=C1, to=()), MORNING)
    with pytest.raises(NotFound):
        decide_read(case(), outsider, ReadCopy(instance_id=C1), MORNING)


def test_substitute_completes_in_person_and_both_count_as_performers() -> None:
    given = case(OFFERED, WorkItemClaimed(work_item_id="c1-2", by=gm.id))

    decision = decide_for(
        given,
        (outsider, gm),
        "c1-2",
        lambda who: decide_completion(given, who, COMPLETE, MORNING, accept),
    )

    acted, completed = decision.events
    assert acted == SubstituteActed(
        work_item_id="c1-2", by=outsider.id, on_behalf_of=gm.id, element_id="approve-by-gm"
    )
    assert isinstance(completed, WorkItemCompleted)
    assert completed.by == outsider.id
    then = case(OFFERED, WorkItemClaimed(work_item_id="c1-2", by=gm.id), *decision.events)
    assert set(then.performers["approve-by-gm"]) == {gm.id, outsider.id}


def test_what_a_substitute_claims_stays_the_absent_persons() -> None:
    given = case(OFFERED)

    decision = decide_for(
        given, (outsider, gm), "c1-2", lambda who: decide_claim(given, who, CLAIM)
    )

    assert decision.events[1] == WorkItemClaimed(work_item_id="c1-2", by=gm.id)


@pytest.mark.parametrize("excluded", [outsider, gm])
def test_substitute_never_gets_what_separation_of_duties_denies(excluded: Person) -> None:
    given = case(offered_without(excluded))

    with pytest.raises(NotPermitted):
        decide_for(
            given,
            (outsider, gm),
            "c1-2",
            lambda who: decide_completion(given, who, COMPLETE, MORNING, accept),
        )
