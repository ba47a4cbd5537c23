"""Who is told of the review of a draft: the owners who may judge it, and then who asked."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.ids import UserId
from engine.core.people import Person
from engine.notifications.model import NotificationKind
from engine.notifications.telling import People, Tale
from engine.studio.model import ReviewState, StudioDraft
from engine.studio.publishing import may_judge

MAX_NOTE = 300
"""How much of what somebody wrote goes into a notification."""


def tales_of(draft: StudioDraft, name: str, by: Person, people: People) -> Iterator[Tale]:
    """Of a draft whose review has just been asked for, or decided on. Nobody is told of what they
    did themselves."""
    review = draft.review
    if review is None:
        return
    about = {
        "process": name,
        "by": by.name,
        "by_en": by.name_en or by.name,
        "path": f"/studio/{draft.key}",
    }
    if review.state is ReviewState.REQUESTED:
        about |= {"note": review.note[:MAX_NOTE]} if review.note else {}
        for person in people.people():
            if people.is_active(person.id) and may_judge(person, draft):
                yield _tale(person.id, NotificationKind.REVIEW, draft, about)
        return
    asker = people.person(UserId(review.asked_by))
    if asker is None or asker.id == by.id or not people.is_active(asker.id):
        return
    about |= {"note": review.reason[:MAX_NOTE]} if review.reason else {}
    about |= {"approved": "yes"} if review.state is ReviewState.APPROVED else {}
    yield _tale(asker.id, NotificationKind.REVIEWED, draft, about)


def _tale(user: UserId, kind: NotificationKind, draft: StudioDraft, about: dict[str, str]) -> Tale:
    assert draft.review is not None  # noqa: S101 -- only of drafts under review
    at = draft.review.decided_at or draft.review.asked_at
    return Tale(user=user, kind=kind, at=at, about=about, instance_id=f"studio:{draft.key}")
