"""What an organisation may not have where somebody works in it, and what is worth a look."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.people import ADMINISTRATOR
from engine.errors import Text
from engine.identity.organisation import Organisation


def loose_ends(organisation: Organisation) -> Iterator[Text]:
    """What an organisation that somebody works in may not have."""
    for person in organisation.people():
        upper = person.reports_to
        if upper is not None and not organisation.is_active(upper):
            yield Text(
                zh=f"{person.id} 的上级 {upper} 已离职",
                en=f"Expected a superior of {person.id} who works here, {upper} has left",
            )
    for key, department in organisation.departments.items():
        if department.head is not None and not organisation.is_active(department.head):
            yield Text(
                zh=f"部门 {key} 的负责人 {department.head} 已离职",
                en=f"Expected a head of {key} who works here, {department.head} has left",
            )


def notices_of(organisation: Organisation) -> Iterator[Text]:
    """What is allowed, and worth a look."""
    for key in organisation.groups:
        if not organisation.members_of(key):
            yield Text(zh=f"组 {key} 没有人", en=f"Nobody is in the group {key}")
    if not organisation.holders(ADMINISTRATOR):
        yield Text(zh="没有系统管理员", en="Nobody is administrator")
