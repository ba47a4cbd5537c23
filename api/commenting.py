"""What people say in a case, over HTTP."""

from __future__ import annotations

from api import show
from api.auth import Visit
from api.reading import case_of
from api.rights import stands_in
from api.schemas.comments import Comment, Comments
from engine import comments
from engine.codec import decode_event
from engine.core import events as ev
from engine.core.commands import WithdrawComment
from engine.core.ids import InstanceId

_OURS = frozenset({ev.CommentAdded.__name__, ev.CommentWithdrawn.__name__})


def listed(visit: Visit) -> Comments:
    """Every comment of the case, oldest first."""
    store = visit.house.runtime.store
    rows = [row for row in store.rows(case_of(visit).id) if row.type in _OURS]
    found = comments.comments_in(decode_event(row.type, row.body) for row in rows)
    return Comments(items=[_shown(visit, one) for one in found])


def add(visit: Visit, text: str) -> Comments:
    """Say something; all comments as they are then."""
    runtime, case = visit.house.runtime, case_of(visit)
    room = comments.Room(
        runtime.store,
        runtime.people,
        lambda person: stands_in(runtime, person, case.id) is not None,
    )
    command = comments.comment_on(case.id, text, visit.person, room)
    runtime.dispatch(command, visit.person, command_id=visit.command_id)
    return listed(visit)


def withdraw(visit: Visit, comment_id: str) -> Comments:
    """Take one's own comment back."""
    command = WithdrawComment(instance_id=InstanceId(case_of(visit).id), comment_id=comment_id)
    visit.house.runtime.dispatch(command, visit.person, command_id=visit.command_id)
    return listed(visit)


def _shown(visit: Visit, one: comments.Comment) -> Comment:
    return Comment(
        id=one.id,
        by=one.by,
        by_name=show.person_name(visit.house, one.by).zh,
        at=one.at,
        text=one.text,
        mentions=list(one.mentions),
        mention_names=[show.person_name(visit.house, login).zh for login in one.mentions],
        withdrawn_at=one.withdrawn_at,
        withdrawable=one.by == visit.person.id and one.withdrawn_at is None,
    )
