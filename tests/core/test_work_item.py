"""Claim, release and complete: given events, when a command, then events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine.core.advance import TaskDone
from engine.core.commands import ClaimWorkItem, CompleteWorkItem, ReleaseWorkItem
from engine.core.decide.work_item import decide_claim, decide_completion, decide_release
from engine.core.events import WorkItemClaimed, WorkItemCompleted, WorkItemReleased
from engine.core.ids import Digest, InstanceId, UserId
from engine.core.state import WorkItem, WorkItemState
from engine.errors import FieldError, InvalidForm, InvalidState, NotFound, NotPermitted, Text
from tests.core.cast import MORNING, OFFERED, case, clerk, deputy, gm, offered_without, outsider

CLAIM = ClaimWorkItem(instance_id=InstanceId("c1"), work_item_id="c1-2")
RELEASE = ReleaseWorkItem(instance_id=InstanceId("c1"), work_item_id="c1-2")
COMPLETE = CompleteWorkItem(
    instance_id=InstanceId("c1"), work_item_id="c1-2", data={"decision": "agree"}
)
FORM = Digest("sha256:form")


def accept(item: WorkItem) -> tuple[Mapping[str, Any], Digest]:
    return {"decision": "agree"}, FORM


def refuse(item: WorkItem) -> tuple[Mapping[str, Any], Digest]:
    raise InvalidForm((FieldError(path="decision", rule="required", text=Text(zh="必填", en="")),))


def test_claim_reserves_the_work_item_for_a_candidate() -> None:
    given = case(OFFERED)

    decision = decide_claim(given, gm, CLAIM)

    assert decision.events == (WorkItemClaimed(work_item_id="c1-2", by=gm.id),)
    then = case(OFFERED, *decision.events).work_items["c1-2"]
    assert (then.state, then.assignee) == (WorkItemState.RESERVED, gm.id)


def test_claim_is_refused_to_an_outsider() -> None:
    with pytest.raises(NotPermitted):
        decide_claim(case(OFFERED), outsider, CLAIM)


def test_claim_is_refused_with_the_name_when_somebody_else_has_it() -> None:
    given = case(OFFERED, WorkItemClaimed(work_item_id="c1-2", by=deputy.id))

    with pytest.raises(InvalidState, match="deputy-gm"):
        decide_claim(given, gm, CLAIM)


def test_claim_changes_nothing_when_it_is_mine_already() -> None:
    given = case(OFFERED, WorkItemClaimed(work_item_id="c1-2", by=gm.id))

    assert decide_claim(given, gm, CLAIM).events == ()


def test_claim_is_refused_when_separation_of_duties_excludes_the_candidate() -> None:
    with pytest.raises(NotPermitted):
        decide_claim(case(offered_without(gm)), gm, CLAIM)


def test_claim_is_refused_when_the_work_item_does_not_exist() -> None:
    with pytest.raises(NotFound):
        decide_claim(case(), gm, CLAIM)


def test_release_gives_the_work_item_back() -> None:
    given = case(OFFERED, WorkItemClaimed(work_item_id="c1-2", by=gm.id))

    decision = decide_release(given, gm, RELEASE)

    assert decision.events == (WorkItemReleased(work_item_id="c1-2", by=gm.id),)


@pytest.mark.parametrize(("actor", "error"), [(deputy, InvalidState), (outsider, NotPermitted)])
def test_release_is_refused_to_everybody_else(actor: Any, error: type[Exception]) -> None:
    given = case(OFFERED, WorkItemClaimed(work_item_id="c1-2", by=gm.id))

    with pytest.raises(error):
        decide_release(given, actor, RELEASE)


def test_completion_records_the_accepted_data_and_wakes_the_diagram() -> None:
    given = case(OFFERED, WorkItemClaimed(work_item_id="c1-2", by=gm.id))

    decision = decide_completion(given, gm, COMPLETE, MORNING, accept)

    completed = WorkItemCompleted(
        work_item_id="c1-2",
        element_id="approve-by-gm",
        by=gm.id,
        at=MORNING,
        data={"decision": "agree"},
        form_digest=FORM,
    )
    assert decision.events == (completed,)
    assert decision.stimulus == TaskDone(token=2, data={"decision": "agree"}, by="gm")


def test_completion_claims_at_once_when_nobody_has_the_work_item() -> None:
    decision = decide_completion(case(OFFERED), deputy, COMPLETE, MORNING, accept)

    assert [type(event) for event in decision.events] == [WorkItemClaimed, WorkItemCompleted]


def test_completion_remembers_the_performer_for_separation_of_duties() -> None:
    decision = decide_completion(case(OFFERED), gm, COMPLETE, MORNING, accept)

    then = case(OFFERED, *decision.events)
    assert then.performers == {"approve-by-gm": (UserId("gm"),)}
    assert then.work_items == {}


def test_completion_is_refused_by_the_form() -> None:
    with pytest.raises(InvalidForm):
        decide_completion(case(OFFERED), gm, COMPLETE, MORNING, refuse)


@pytest.mark.parametrize("actor", [outsider, clerk])
def test_completion_asks_for_the_right_before_the_form(actor: Any) -> None:
    with pytest.raises(NotPermitted):
        decide_completion(case(OFFERED), actor, COMPLETE, MORNING, refuse)


def test_completion_is_refused_with_separation_as_the_reason_when_the_actor_is_excluded() -> None:
    with pytest.raises(NotPermitted, match="职责分离"):
        decide_completion(case(offered_without(gm)), gm, COMPLETE, MORNING, accept)


def test_completion_is_refused_when_another_candidate_has_it() -> None:
    given = case(OFFERED, WorkItemClaimed(work_item_id="c1-2", by=deputy.id))

    with pytest.raises(InvalidState, match="deputy-gm"):
        decide_completion(given, gm, COMPLETE, MORNING, accept)
