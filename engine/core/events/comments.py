"""Facts about what people say to each other in a case."""

from __future__ import annotations

from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.ids import UserId


@fact
class CommentAdded(Event):
    """Somebody said something in the case; `mentions` are the logins that the text names."""

    comment_id: str
    by: UserId
    at: datetime
    text: str
    mentions: tuple[UserId, ...] = ()


@fact
class CommentWithdrawn(Event):
    """Who said it takes it back: it is shown no more, and the log still has it."""

    comment_id: str
    by: UserId
    at: datetime
