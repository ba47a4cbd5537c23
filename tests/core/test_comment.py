"""Comments: given a case, when somebody speaks or takes it back, then events."""

from __future__ import annotations

import pytest

from engine.core.commands import AddComment, WithdrawComment
from engine.core.decide.comment import MAX_COMMENTS, decide_comment, decide_withdrawal
from engine.core.events import CommentAdded, CommentWithdrawn
from engine.core.ids import InstanceId
from engine.errors import InvalidState, NotFound, NotPermitted
from tests.core.cast import MORNING, case, clerk, gm

SAY = AddComment(instance_id=InstanceId("c1"), text=" hello ", mentions=(gm.id,))
TAKE_BACK = WithdrawComment(instance_id=InstanceId("c1"), comment_id="c1-c1")
SAID = CommentAdded(comment_id="c1-c1", by=clerk.id, at=MORNING, text="hello", mentions=(gm.id,))


def test_comment_gets_the_next_id_of_the_case() -> None:
    assert decide_comment(case(), clerk, SAY, MORNING).events == (SAID,)
    (second,) = decide_comment(case(SAID), clerk, SAY, MORNING).events
    assert isinstance(second, CommentAdded)
    assert second.comment_id == "c1-c2"


def test_withdrawal_by_its_author_is_an_event() -> None:
    (event,) = decide_withdrawal(case(SAID), clerk, TAKE_BACK, MORNING).events

    assert event == CommentWithdrawn(comment_id="c1-c1", by=clerk.id, at=MORNING)
    with pytest.raises(InvalidState):
        decide_withdrawal(case(SAID, event), clerk, TAKE_BACK, MORNING)


def test_withdrawal_is_refused_to_others_and_of_what_is_not_there() -> None:
    with pytest.raises(NotPermitted):
        decide_withdrawal(case(SAID), gm, TAKE_BACK, MORNING)
    with pytest.raises(NotFound):
        decide_withdrawal(case(), clerk, TAKE_BACK, MORNING)


def test_comments_of_a_case_are_bounded() -> None:
    many = [
        CommentAdded(comment_id=f"c1-c{n}", by=clerk.id, at=MORNING, text="x")
        for n in range(1, MAX_COMMENTS + 1)
    ]

    with pytest.raises(InvalidState):
        decide_comment(case(*many), clerk, SAY, MORNING)
