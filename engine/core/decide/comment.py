"""Decides what people say in a case: comments, and their withdrawal. Nothing is edited."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from engine.core.commands import AddComment, WithdrawComment
from engine.core.decide import Decision
from engine.core.events import CommentAdded, CommentWithdrawn
from engine.core.people import Person
from engine.core.state import InstanceState
from engine.errors import InvalidCommand, InvalidState, NotFound, NotPermitted

MAX_TEXT: Final = 4_000
MAX_COMMENTS: Final = 1_000
"""Of one case: the state remembers who made each."""


def decide_comment(
    state: InstanceState, actor: Person, command: AddComment, now: datetime
) -> Decision:
    """Add a comment. That the author and those mentioned may read the case is asked before, of
    what the read side knows (engine.comments)."""
    text = command.text.strip()
    if not text or "\0" in text:
        raise InvalidCommand("评论不能为空", "Expected a comment with text")
    if len(text) > MAX_TEXT:
        raise InvalidCommand(
            f"评论最多 {MAX_TEXT} 字", f"Expected a comment of at most {MAX_TEXT} characters"
        )
    if len(state.comments) >= MAX_COMMENTS:
        raise InvalidState(
            f"一个案件最多 {MAX_COMMENTS} 条评论",
            f"Expected at most {MAX_COMMENTS} comments a case",
        )
    added = CommentAdded(
        comment_id=f"{state.id}-c{len(state.comments) + 1}",
        by=actor.id,
        at=now,
        text=text,
        mentions=command.mentions,
    )
    return Decision(events=(added,))


def decide_withdrawal(
    state: InstanceState, actor: Person, command: WithdrawComment, now: datetime
) -> Decision:
    """Only who made a comment takes it back, once."""
    author = state.comments.get(command.comment_id)
    if author is None:
        raise NotFound(
            f"没有评论 {command.comment_id}", f"Expected a comment, got {command.comment_id!r}"
        )
    if author not in ("", actor.id):
        raise NotPermitted("只能撤回自己的评论", "Expected a comment of your own")
    if author == "":
        raise InvalidState("这条评论已经撤回", "Expected a comment that is not withdrawn yet")
    withdrawn = CommentWithdrawn(comment_id=command.comment_id, by=actor.id, at=now)
    return Decision(events=(withdrawn,))
