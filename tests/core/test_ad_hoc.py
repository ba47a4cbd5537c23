"""Choosing in an ad-hoc sub-process: given events, when a command, then events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.core.advance import AdHocActivated, AdHocFinished
from engine.core.commands import ActivateAdHoc, FinishAdHoc
from engine.core.decide import Decision
from engine.core.decide.ad_hoc import decide_activation, decide_finish
from engine.core.events import AdHocActivityChosen, WorkItemClaimed, WorkItemCompleted
from engine.core.ids import InstanceId
from engine.core.people import Person
from engine.core.state import InstanceState
from engine.errors import InvalidState, NotFound, NotPermitted
from tests.core.cast import MORNING, OFFERED, case, clerk, deputy, gm, offered_without, outsider

Decide = Callable[[InstanceState, Person], Decision]


def activate(given: InstanceState, actor: Person) -> Decision:
    command: Any = ActivateAdHoc(
        instance_id=InstanceId("c1"), work_item_id="c1-2", element_id="ask"
    )
    return decide_activation(given, actor, command, MORNING)


def finish(given: InstanceState, actor: Person) -> Decision:
    command = FinishAdHoc(instance_id=InstanceId("c1"), work_item_id="c1-2")
    return decide_finish(given, actor, command, MORNING)


def test_activation_begins_the_activity_and_leaves_the_work_item_to_all() -> None:
    decision = activate(case(OFFERED), gm)

    assert decision.events == (
        AdHocActivityChosen(work_item_id="c1-2", element_id="ask", by=gm.id, at=MORNING),
    )
    assert decision.stimulus == AdHocActivated(token=2, element_id="ask", by=gm.id)
    then = case(OFFERED, *decision.events).work_items["c1-2"]
    assert then == case(OFFERED).work_items["c1-2"]


def test_finish_completes_the_work_item_and_claims_it_first() -> None:
    decision = finish(case(OFFERED), gm)

    claimed, completed = decision.events
    assert claimed == WorkItemClaimed(work_item_id="c1-2", by=gm.id)
    assert isinstance(completed, WorkItemCompleted)
    assert decision.stimulus == AdHocFinished(token=2, by=gm.id)
    assert case(OFFERED, *decision.events).performers == {"approve-by-gm": (gm.id,)}


def test_finish_by_who_has_it_claims_nothing() -> None:
    given = case(OFFERED, WorkItemClaimed(work_item_id="c1-2", by=gm.id))

    assert len(finish(given, gm).events) == 1


@pytest.mark.parametrize("decide", [activate, finish])
@pytest.mark.parametrize("who", [outsider, clerk])
def test_choice_is_refused_to_whom_it_is_not_offered(decide: Decide, who: Person) -> None:
    with pytest.raises(NotPermitted):
        decide(case(OFFERED), who)


@pytest.mark.parametrize("decide", [activate, finish])
def test_choice_is_refused_when_separation_of_duties_excludes_the_candidate(
    decide: Decide,
) -> None:
    with pytest.raises(NotPermitted):
        decide(case(offered_without(gm)), gm)


@pytest.mark.parametrize("decide", [activate, finish])
def test_choice_is_refused_while_somebody_else_has_it(decide: Decide) -> None:
    given = case(OFFERED, WorkItemClaimed(work_item_id="c1-2", by=deputy.id))

    with pytest.raises(InvalidState, match="deputy-gm"):
        decide(given, gm)


@pytest.mark.parametrize("decide", [activate, finish])
def test_choice_is_refused_when_the_work_item_has_ended(decide: Decide) -> None:
    with pytest.raises(NotFound):
        decide(case(), gm)
