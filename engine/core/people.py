"""What the core knows of a person at the moment of a command: facts, recorded with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from engine.core.fact import fact
from engine.core.ids import Principal, UserId, group_principal, role_principal, user_principal
from engine.core.values import Value

ADMINISTRATOR = "administrator"
AUDITOR = "auditor"
PROCESS_OWNER = "chief-process-designer"
STAND_IN = "stand-in"
"""May start everything and do everybody's work. No organisation can give this role: only a server
with a test clock adds it, to its administrators, and each of their commands records it."""


@fact
class Person:
    """One person as the organisation had it at the time. `rank` grows with seniority."""

    id: UserId
    name: str
    name_en: str = ""
    department: str = ""
    department_name: str = ""
    position: str = ""
    rank: int = 0
    roles: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()  # departments this person is the head of
    reports_to: UserId | None = None
    groups: tuple[str, ...] = ()
    superiors: tuple[tuple[str, str], ...] = ()
    """Of an initiator: each superior up to the top as (login, role ids separated by spaces)."""
    offices: tuple[str, ...] = ()  # over single processes: `own:seal-use`, see core.rights

    def has_role(self, role: str) -> bool:
        """Whether the person holds the role."""
        return role in self.roles

    def principals(self) -> tuple[Principal, ...]:
        """All principals that mean this person."""
        return (
            user_principal(self.id),
            *(role_principal(role) for role in self.roles),
            *(group_principal(group) for group in self.groups),
        )

    def as_context(self) -> dict[str, Value]:
        """The FEEL context `initiator` that diagrams and forms may read. Not to be changed."""
        known = _CONTEXTS.get(id(self))
        if known is None or known[0] is not self:
            if len(_CONTEXTS) >= _MOST:
                _CONTEXTS.clear()
            known = _CONTEXTS[id(self)] = (self, self._context())
        return known[1]

    def _context(self) -> dict[str, Value]:
        return {
            "id": self.id,
            "name": self.name,
            "department": self.department,
            "department name": self.department_name,
            "position": self.position,
            "rank": Decimal(self.rank),
            "roles": list(self.roles),
            "heads": list(self.heads),
            "reports to": self.reports_to,
            "groups": list(self.groups),
            "superiors": [
                {"id": login, "level": Decimal(level), "roles": list(roles.split())}
                for level, (login, roles) in enumerate(self.superiors, start=1)
            ],
        }


_MOST: Final = 4096
_CONTEXTS: Final[dict[int, tuple[Person, dict[str, Value]]]] = {}
"""Kept with the person they are of: the same few objects are asked in every command."""

SYSTEM = Person(id=UserId("system"), name="系统", name_en="System", roles=("system",))
"""Who timers, jobs and messages act as."""
