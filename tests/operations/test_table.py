"""Every operation of the page is proved in each of the five structures, and happens as it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest

from engine import Engine
from engine.approving import Asking
from engine.core.command_types import COMMAND_TYPES
from engine.core.commands import CopyInstance, ReadCopy
from engine.core.events import EVENT_TYPES
from engine.core.ids import InstanceId
from engine.people_records import Away, Wish
from tests.approval import test_operations, test_rounds, test_taking_back
from tests.docs.pages import ROOT
from tests.operations import test_interventions, test_returning
from tests.operations.conftest import Office
from tests.operations.structures import INITIATOR, STRUCTURES, A, B, C

PAGE: Final = (ROOT / "docs/reference/operations.md").read_text(encoding="utf-8")
TABLES: Final = re.findall(r"^\| 操作.*\n\|[-|]+\n((?:\| .*\n?)+)", PAGE, re.MULTILINE)
ROWS: Final = {
    row.split("|")[1].strip().split(" ")[0]: row for table in TABLES for row in table.splitlines()
}
ADMIN = "admin"


class Desk(Office):
    """A case that has come to `a`, and what is done about it there; checked after each."""

    def __init__(self, engine: Engine, structure: str) -> None:
        super().__init__(engine, structure)
        self.complete("x")
        self.before = len(self.events())

    def ask(self, who: str, make: Callable[[Asking], Any]) -> None:
        runtime = self.engine.runtime
        runtime.dispatch(make(Asking(runtime.people, self.item("a"))), runtime.person(who))
        self.check()

    def events_since(self) -> set[str]:
        return set(self.events()[self.before :])


def _claim(desk: Desk) -> None:
    _release(desk)
    desk.engine.claim(desk.item("a"), by=A)


def _release(desk: Desk) -> None:
    desk.engine.release(desk.item("a"), by=A)


def _copy(desk: Desk) -> None:
    person = desk.engine.runtime.person
    to = CopyInstance(instance_id=InstanceId(desk.id), to=(person(C),))
    desk.engine.runtime.dispatch(to, person(A))
    desk.engine.runtime.dispatch(ReadCopy(instance_id=InstanceId(desk.id)), person(C))


def _substitute(desk: Desk) -> None:
    runtime = desk.engine.runtime
    ends_at = runtime.clock.now() + timedelta(hours=1)
    row = runtime.substitutions.name(
        Wish(person=A, substitute=C, ends_at=ends_at), runtime.person(A)
    )
    desk.engine.complete(desk.item("a"), {"note": "代"}, by=C, absent=A)
    runtime.substitutions.end(row.id, runtime.person(A))


def _absence(desk: Desk) -> None:
    """What is offered without a due time is as it was; recorded, and verified."""
    runtime = desk.engine.runtime
    asked = Away(person=A, ends_at=runtime.clock.now() + timedelta(days=1))
    row = runtime.absences.record(asked, runtime.person(A))
    runtime.absences.end(row.id, runtime.person(A))
    assert runtime.store.rows(row.id)
    assert desk.engine.verify(row.id).ok


def _terminate(desk: Desk) -> None:
    desk.engine.terminate(desk.id, reason="作废", by=ADMIN)


EVERYDAY: Final[dict[str, tuple[Callable[[Desk], None], set[str]]]] = {
    "认领": (_claim, {"WorkItemClaimed"}),
    "释放": (_release, {"WorkItemReleased"}),
    "转办": (lambda d: d.ask(A, lambda a: a.to_transfer(B, "出差")), {"WorkItemTransferred"}),
    "催办": (lambda d: d.ask(INITIATOR, lambda a: a.to_urge("急")), {"WorkItemUrged"}),
    "抄送": (_copy, {"InstanceCopied", "CopyRead"}),
    "跟进日期": (
        lambda d: d.ask(
            A, lambda a: a.to_follow_up(d.engine.runtime.clock.now() + timedelta(days=1))
        ),
        {"FollowUpSet"},
    ),
    "优先级": (lambda d: d.ask(ADMIN, lambda a: a.to_press(90, "急")), {"PriorityChanged"}),
    "代理": (_substitute, {"SubstituteActed"}),
    "不在岗": (_absence, set()),
    "终止": (_terminate, {"InstanceTerminated"}),
}  # fmt: skip


@pytest.mark.parametrize("structure", STRUCTURES)
def test_everyday_operations_happen_in_every_structure(engine: Engine, structure: str) -> None:
    for name, (act, expected) in EVERYDAY.items():
        desk = Desk(engine, structure)

        act(desk)

        assert expected <= desk.events_since(), name
        desk.check()
        if name != "终止":
            desk.finish()


PROVED: Final[dict[str, Callable[..., None]]] = {
    **dict.fromkeys(EVERYDAY, test_everyday_operations_happen_in_every_structure),
    "同意、拒绝": test_rounds.test_refusal_goes_back_to_the_step_it_names_with_what_was_said,
    "会签、或签、票签、依次": test_rounds.test_all_members_decide_in_every_structure,
    "前加签": test_operations.test_who_is_added_before_advises_and_only_then_it_goes_on,
    "后加签": test_operations.test_who_is_added_after_acts_when_i_agreed,
    "并加签": test_operations.test_who_is_added_beside_joins_and_who_is_removed_is_not_asked,
    "减签": test_operations.test_who_is_added_beside_joins_and_who_is_removed_is_not_asked,
    "委派": test_operations.test_delegated_work_comes_back_with_an_opinion,
    "提意见": test_operations.test_delegated_work_comes_back_with_an_opinion,
    "指派": test_operations.test_administrator_appoints_whoever_may_do_it,
    "退回，重新流转": test_returning.test_return_to_an_earlier_task_takes_all_that_lies_between,
    "退回发起人": test_returning.test_return_to_the_initiator_asks_them_to_revise,
    "退回，直接回到我": test_returning.test_straight_return_waits_for_the_answer,
    "拿回": test_returning.test_taking_back_undoes_what_nobody_has_used,
    "拿回决定": (
        test_taking_back.test_round_opens_again_when_the_opinion_that_decided_it_is_taken_back
    ),
    "拿回意见": test_taking_back.test_opinion_is_taken_back_in_every_structure,
    "撤回": test_returning.test_initiator_withdraws_until_somebody_has_decided,
    "跳转": test_interventions.test_jump_takes_exactly_the_named_tokens,
    "修改数据": test_interventions.test_correction_keeps_what_was_before,
    "挂起、恢复": test_interventions.test_suspended_case_lets_nobody_work_until_it_is_resumed,
    "恢复已结束的案件": test_interventions.test_ended_case_begins_again_where_it_is_told_to,
    "指定后续办理人": test_interventions.test_chosen_approver_gets_the_task_that_is_still_ahead,
    "补审": test_interventions.test_late_review_is_recorded_and_moves_nothing,
}


def test_every_operation_of_the_page_is_proved_in_five_structures() -> None:
    assert set(PROVED) == set(ROWS)
    for name, test in PROVED.items():
        marks = [mark for mark in vars(test)["pytestmark"] if mark.args[0] == "structure"]
        assert [len(set(mark.args[1])) for mark in marks] == [5], name


def test_every_row_of_the_page_says_who_when_and_which_events() -> None:
    for name, row in ROWS.items():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 5, name
        assert all(cells), name
        events = re.findall(r"`([A-Z]\w+)`", cells[-1])
        assert set(events) <= set(EVENT_TYPES), name
        assert events or cells[-1].startswith("同上"), name


def test_every_command_of_these_kinds_is_an_operation_of_the_page() -> None:
    """One that is added has to be described, or named here as none of a person's."""
    modules = ("commands_approval", "commands_moves", "commands_office")
    found = {
        n for n, kind in COMMAND_TYPES.items() if kind.__module__.rpartition(".")[2] in modules
    }

    assert found == {
        "AddSigners", "RemoveSigner", "DelegateWorkItem", "GiveOpinion", "AppointWorkItem",
        "ReturnWorkItem", "TakeBackWorkItem", "WithdrawInstance", "MoveTokens", "CorrectVariables",
        "SuspendInstance", "ResumeInstance", "ReviveInstance", "ChangeApprovers",
        "RequestLateReview", "SetFollowUp", "ChangePriority", "RecordAbsence", "EndAbsence",
        "TakeBackVote", "TakeBackDecision", "TakeBackTurn",
    }  # fmt: skip
