"""The organisation as it is now: the file it began with and the recorded changes in effect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Final

from engine.core.advance import AssignmentRequest
from engine.core.answers import Resolution
from engine.core.ids import UserId
from engine.core.people import Person
from engine.core.rights import Rights
from engine.errors import Text
from engine.identity.entries import SECTIONS, Entries, entries_of, from_values, merged
from engine.identity.organisation import Organisation, organisation_of
from engine.identity.resolve import LiveAnswers, PeopleFinder
from engine.ports import Clock
from engine.views import KeptMessage

LOOK_EVERY: Final = timedelta(seconds=2)
"""How soon what another process has recorded is in effect here."""
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_FAR: Final = _NEVER - timedelta(days=2)

Changes = Callable[[str], Sequence[KeptMessage]]
"""The recorded changes after the one with this id, in order."""


class LiveOrganisation:
    """A directory over the organisation log. Asking costs a comparison of times; every two
    seconds at most it looks for what other processes have recorded."""

    def __init__(
        self,
        base: Organisation,
        changes: Changes,
        clock: Clock,
        finder: PeopleFinder | None = None,
    ) -> None:
        self._base = base
        self._read = changes
        self._clock = clock
        self._finder = finder
        self._lock = Lock()
        self._known: list[KeptMessage] = []
        self._now = base
        self._answers = LiveAnswers(base, finder)
        self._looked, self._look_at = _NEVER, _NEVER
        self._shown, self._show_at = _NEVER, _NEVER
        self.look()

    def look(self) -> None:
        """Read what has been recorded since, and have it in effect where its time has come."""
        with self._lock:
            now = self._clock.now()
            new = self._read(self._known[-1].id if self._known else "")
            self._known.extend(new)
            if new or not self._shown <= now < self._show_at:
                self._show(self._at(now))
                later = [c.expires_at for c in self._known if c.expires_at > now]
                self._shown, self._show_at = now, min([_NEVER, *later])
            self._looked = now
            self._look_at = min(self._show_at, min(now, _FAR) + LOOK_EVERY)

    def _show(self, organisation: Organisation) -> None:
        if organisation is not self._now:
            self._answers = LiveAnswers(organisation, self._finder)
            self._now = organisation

    def current(self) -> Organisation:
        """The organisation as of now: an object that never changes."""
        if not self._looked <= self._clock.now() < self._look_at:
            self.look()
        return self._now

    def at(self, moment: datetime) -> Organisation:
        """The organisation as of a moment, by what is recorded now."""
        self.look()
        return self._at(moment)

    def changes(self) -> tuple[KeptMessage, ...]:
        """Everything recorded, in order."""
        self.look()
        return tuple(self._known)

    def entries_at(self, moment: datetime) -> Entries:
        """The entries in effect at a moment; those of the base while nothing is recorded."""
        if not self._known:
            return entries_of(self._base)
        found: Entries = {section: {} for section in SECTIONS}
        in_effect = [change for change in self._known if change.expires_at <= moment]
        for change in sorted(in_effect, key=lambda one: (one.expires_at, one.id)):
            found = merged(found, from_values(change.data["entries"]))
        return found if in_effect else entries_of(self._base)

    def _at(self, moment: datetime) -> Organisation:
        if not any(change.expires_at <= moment for change in self._known):
            return self._base
        return organisation_of(self.entries_at(moment), "organisation")

    # -- answers ---------------------------------------------------------------------------------

    def resolve(
        self, request: AssignmentRequest, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        """Who the request means now."""
        self.current()
        return self._answers.resolve(request, initiator, excluded)

    # -- the directory ---------------------------------------------------------------------------

    def person(self, user: UserId) -> Person | None:
        """The person with this login, also one who left."""
        return self.current().person(user)

    def is_active(self, user: UserId) -> bool:
        """Whether the person works here now."""
        return self.current().is_active(user)

    @property
    def rights(self) -> Rights:
        """Rights per process now."""
        return self.current().rights

    def with_offices(self, person: Person) -> Person:
        """The person with the offices that all their roles give, also those of a session."""
        return self.current().with_offices(person)

    def people(self) -> tuple[Person, ...]:
        """Everybody who works here now, by login."""
        return self.current().people()

    def holders(self, role: str) -> tuple[Person, ...]:
        """Who holds the role now, by login."""
        return self.current().holders(role)

    def in_position(self, position: str, department: str) -> tuple[Person, ...]:
        """Who has this position in the department now."""
        return self.current().in_position(position, department)

    def successor_of(self, user: UserId) -> Person | None:
        """Who took over from a person who left."""
        return self.current().successor_of(user)

    def former_holders(self, role: str) -> tuple[Person, ...]:
        """Who held the role when they left."""
        return self.current().former_holders(role)

    def members_of(self, group: str) -> tuple[Person, ...]:
        """Who is in the group now."""
        return self.current().members_of(group)

    def head_of(self, department: str) -> Person | None:
        """The department's head, if it has one who works here now."""
        return self.current().head_of(department)

    def with_superiors(self, person: Person) -> Person:
        """The person as an initiator."""
        return self.current().with_superiors(person)

    def logins(self) -> frozenset[str]:
        """The logins that a person field may name."""
        return self.current().logins()

    def role_ids(self) -> frozenset[str]:
        """Every role that a diagram may name."""
        return self.current().role_ids()

    def role_name(self, role: str) -> Text:
        """What people call the role."""
        return self.current().role_name(role)

    def group_name(self, group: str) -> Text:
        """What people call the group."""
        return self.current().group_name(group)

    def department_name(self, department: str) -> Text:
        """What people call the department."""
        return self.current().department_name(department)
