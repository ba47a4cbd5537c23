"""Changes of the organisation: planned, checked as of every moment they concern, recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from engine.core import policy
from engine.core.commands import ChangeOrganisation
from engine.core.ids import ORGANISATION_STREAM, InstanceId, UserId
from engine.core.people import Person
from engine.core.rights import EVERY, LIMITS, is_allowed
from engine.depending import Depending
from engine.errors import ConcurrencyConflict, InvalidCommand, NotFound, NotPermitted, Text
from engine.identity import departure
from engine.identity.emptied import emptied, still_used
from engine.identity.entries import (
    SECTIONS,
    Difference,
    Entries,
    changed_entries,
    differences,
    entries_of,
    from_values,
    merged,
    to_values,
)
from engine.identity.later import Recorded, corrections, just_before
from engine.identity.live import LiveOrganisation
from engine.identity.loose_ends import loose_ends, notices_of
from engine.identity.organisation import Organisation, organisation_of
from engine.identity.organisation_file import read_file, write_file
from engine.identity.yaml_file import refused
from engine.ports import Clock
from engine.views import KeptMessage

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""From when what the organisation began with is in effect."""

Record = Callable[[ChangeOrganisation, Person], None]
"""Appends to the log. Raises ConcurrencyConflict when the stream is there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a change would do: `entries` whole, what differs, and what is worth a look."""

    effective_from: datetime
    entries: Entries
    differences: tuple[Difference, ...]
    notices: tuple[Text, ...] = ()
    later: Mapping[datetime, Entries] = field(default_factory=dict)
    """What is recorded again for days after, so that they do not undo this: see identity.later."""
    reason: str = ""
    leaver: str = ""
    successor: str = ""

    def pieces(self) -> dict[datetime, Entries]:
        """Everything that is recorded, by when it takes effect."""
        return {self.effective_from: self.entries, **self.later}


class Roster:
    """Plans and records changes. Nothing is recorded unless everything is in order."""

    def __init__(
        self,
        live: LiveOrganisation,
        record: Record,
        clock: Clock,
        depending: Depending,
        is_process: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._live = live
        self._record = record
        self._clock = clock
        self._depending = depending
        self._is_process = is_process

    # -- plans -----------------------------------------------------------------------------------

    def plan_import(self, data: bytes, name: str, effective_from: datetime | None = None) -> Plan:
        """The whole organisation as in the file: whoever is not in it has left. The first import
        puts the file in the place of what the engine began with, from the beginning on.

        Raises DeploymentRefused with every finding of the file.
        """
        wanted = read_file(data, name)
        wanted = entries_of(organisation_of(wanted, name))
        if not self._live.changes():
            start = effective_from or BEGINNING
            found = differences({}, wanted)
            return self._planned(start, wanted, found, ({}, f"import {name}"))
        start = effective_from or self._clock.now()
        before = self._live.entries_at(start)
        for login, entry in before["people"].items():
            wanted["people"].setdefault(login, {**entry, "active": False})
        found = differences(before, wanted)
        return self._planned(start, wanted, found, (before, f"import {name}"))

    def plan_change(
        self,
        changes: Mapping[str, Mapping[str, Any]],
        effective_from: datetime | None = None,
        reason: str = "",
    ) -> Plan:
        """Fields of entries set to other values (None: taken out); an entry that is None is no
        more, and one that is not there yet is new."""
        start = effective_from or self._clock.now()
        before = self._live.entries_at(start)
        whole = {
            section: {key: _changed(before[section].get(key), e) for key, e in entries.items()}
            for section, entries in _known(changes).items()
        }
        wanted = merged(before, whole)
        if used := list(still_used(before, wanted)):
            raise refused("organisation", used)
        after = entries_of(organisation_of(wanted, "organisation"))
        return self._planned(start, after, differences(before, after), (before, reason))

    def plan_new(
        self, login: str, entry: Mapping[str, Any], effective_from: datetime | None = None
    ) -> Plan:
        """A new person. Raises InvalidCommand for a login that is or was somebody's."""
        start = effective_from or self._clock.now()
        self.refuse_known({"people": {login: entry}}, start)
        return self.plan_change({"people": {login: entry}}, start)

    def refuse_known(
        self, changes: Mapping[str, Mapping[str, Any]], effective_from: datetime | None = None
    ) -> None:
        """Raises InvalidCommand when one of the entries is there already, or will be."""
        moments = self._moments(effective_from or self._clock.now())
        taken = [
            (section, key)
            for when in moments
            for section, entries in _known(changes).items()
            for key in entries
            if key in self._live.entries_at(when)[section]
        ]
        for section, key in taken:
            zh, en = ("登录名", "login") if section == "people" else ("编号", "id")
            raise InvalidCommand(
                f"{zh} {key} 已存在", f"Expected a new {en}, {key!r} is somebody's already"
            )

    def plan_leaving(self, login: str, successor: str | None = None) -> Plan:
        """The person leaves now: departments, reports and groups go to the successor, by default
        the superior. Raises NotFound, InvalidCommand."""
        now = self._clock.now()
        organisation = self._live.current()
        leaver = organisation.person(UserId(login))
        if leaver is None:
            raise NotFound(f"没有人员 {login}", f"Expected a person with login {login!r}")
        taker = departure.successor(organisation, leaver, successor)
        plan = self.plan_change(departure.leaving(organisation, leaver, taker), now, "离职 / left")
        return replace(plan, leaver=login, successor=str(taker.id))

    def _planned(
        self,
        start: datetime,
        wanted: Entries,
        found: list[Difference],
        facts: tuple[Entries, str],
    ) -> Plan:
        before, reason = facts
        changes = changed_entries(found, wanted)
        later, notices = corrections(changes, self._later(start)) if before else ({}, [])
        pieces = {start: changes, **later}
        for when in self._moments(start):
            content = self._projected(when, pieces) if before else wanted
            organisation = organisation_of(content, "organisation")
            loose = list(loose_ends(organisation))
            if before and when == start:
                loose.extend(emptied(self._live.at(when), organisation, self._depending.of))
            if loose:
                raise refused("organisation", loose)
            notices.extend(notices_of(organisation))
            notices.extend(self._unknown_processes(organisation))
        return Plan(
            effective_from=start,
            entries=changes,
            differences=tuple(found),
            notices=tuple(dict.fromkeys(notices)),
            later=later,
            reason=reason,
        )

    def _later(self, start: datetime) -> list[Recorded]:
        """What is recorded already for days after the start, in order."""
        known = self._live.changes()
        return [
            Recorded(
                when,
                self._live.entries_at(just_before(when)),
                self._live.entries_at(when),
                frozenset(
                    (section, key)
                    for change in known
                    if change.expires_at == when
                    for section, entries in _entries_in(change).items()
                    for key in entries
                ),
            )
            for when in self._moments(start)[1:]
        ]

    def _unknown_processes(self, organisation: Organisation) -> Iterator[Text]:
        for process in organisation.rights:
            if process != EVERY and not self._is_process(process):
                yield Text(
                    zh=f"rights 中的流程 {process} 还没有发布",
                    en=f"The process {process} of the rights is not published yet",
                )

    def _moments(self, start: datetime) -> list[datetime]:
        """The start, and when what is recorded already takes effect after it."""
        later = {c.expires_at for c in self._live.changes() if c.expires_at > start}
        return [start, *sorted(later)]

    def _projected(self, when: datetime, pieces: Mapping[datetime, Entries]) -> Entries:
        """The entries as of a moment, with these changes as if they were recorded."""
        known = [c for c in self._live.changes() if c.expires_at <= when]
        found = self._live.entries_at(min(pieces)) if not known else {s: {} for s in SECTIONS}
        recorded = [(c.expires_at, c.id, _entries_in(c)) for c in known]
        last = ORGANISATION_STREAM + "~"
        new = [(start, last, changes) for start, changes in pieces.items() if start <= when]
        for _, _, entries in sorted([*recorded, *new], key=lambda one: one[:2]):
            found = merged(found, entries)
        return found

    # -- looking ---------------------------------------------------------------------------------

    def entries(self, moment: datetime | None = None) -> Entries:
        """Everything in effect at a moment, by default now."""
        found = self._live.current() if moment is None else self._live.at(moment)
        return entries_of(found)

    def export(self, kind: str, moment: datetime | None = None) -> str:
        """The text of a `yaml` or `csv` file that can be imported again."""
        return write_file(self.entries(moment), kind)

    # -- recording -------------------------------------------------------------------------------

    def apply(self, plan: Plan, actor: Person) -> str | None:
        """Record the plan; the id of its stream, None where nothing differs. What the engine
        began with is recorded first, where nothing is yet.

        Raises NotPermitted to who is no administrator, and to everybody who would change their
        own place in the organisation; InvalidState when somebody else was quicker.
        """
        if not policy.may_change_people(actor):
            raise NotPermitted("只有管理员可以变更组织", "Expected an administrator")
        if not plan.differences:
            return None
        self._refuse_self(plan, actor)
        self._refuse_with_work(plan)
        if not plan.reason.startswith("import "):
            self._begin(actor)
        # The later days first: stopped in between, the plan is the same when it is made again.
        for when, entries in sorted(plan.later.items(), reverse=True):
            self._append(when, entries, (actor, replace(plan, leaver="", successor="")))
        return self._append(plan.effective_from, plan.entries, (actor, plan))

    def note(self, what: str, actor: Person) -> str:
        """Record that something was done about a person; the organisation stays as it is."""
        self._begin(actor)
        now = self._clock.now()
        plan = Plan(effective_from=now, entries={}, differences=(), reason=what)
        return self._append(now, {}, (actor, plan))

    def _begin(self, actor: Person) -> None:
        """What the engine began with is recorded before anything else."""
        if self._live.changes():
            return
        base = entries_of(self._live.current())
        plan = Plan(effective_from=BEGINNING, entries=base, differences=(), reason="began with")
        self._append(BEGINNING, base, (actor, plan))

    def _append(self, start: datetime, entries: Entries, facts: tuple[Person, Plan]) -> str:
        actor, plan = facts
        stream = f"{ORGANISATION_STREAM}{len(self._live.changes()) + 1:08}"
        command = ChangeOrganisation(
            instance_id=InstanceId(stream),
            effective_from=start,
            entries=to_values(entries),
            reason=plan.reason,
            leaver=plan.leaver,
            successor=plan.successor,
        )
        try:
            self._record(command, actor)
        except ConcurrencyConflict as error:
            raise ConcurrencyConflict(
                "组织刚被别人变更，请重新查看后再试",
                "Expected the organisation as it was looked at, but somebody was quicker",
            ) from error
        self._live.look()
        return stream

    def _refuse_self(self, plan: Plan, actor: Person) -> None:
        """Nobody gives themselves a role, a department, a rank: another administrator does."""
        if policy.is_system(actor):
            return
        for when in self._moments(plan.effective_from):
            before = self._live.at(when)
            content = self._projected(when, plan.pieces())
            after = organisation_of(content, "organisation")
            gained = _shut_out(before, actor.id) - _shut_out(after, actor.id)
            if gained or _place(before, actor.id) != _place(after, actor.id):
                raise NotPermitted(
                    "不能变更自己的角色、部门、职位、上级、组或权利：请由另一位管理员办理",
                    "Nobody changes their own roles, departments, position, superior, groups or "
                    "rights: ask another administrator",
                )

    def _refuse_with_work(self, plan: Plan) -> None:
        """Who has open work leaves by handing it over, never by an import."""
        if plan.leaver:
            return
        now = self._live.current()
        for login, entry in plan.entries.get("people", {}).items():
            gone = entry is None or entry.get("active") is False
            count = (
                self._depending.work("people", login)
                if gone and now.is_active(UserId(login))
                else 0
            )
            if count:
                raise InvalidCommand(
                    f"{login} 还有 {count} 项待办，请先办理离职转办（people leave）",
                    f"Expected {login} to have no open work, but there are {count} items: "
                    "hand them over with people leave",
                )


def _entries_in(change: KeptMessage) -> Entries:
    return from_values(change.data["entries"])


def _known(changes: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    for section in changes:
        if section not in SECTIONS:
            raise InvalidCommand(
                f"不认识的部分 {section}", f"Expected one of {', '.join(SECTIONS)}, got {section!r}"
            )
    return changes


def _changed(before: Mapping[str, Any] | None, fields: Any) -> dict[str, Any] | None:
    if fields is None:
        return None
    if not isinstance(fields, Mapping):
        raise InvalidCommand("条目应为字段的集合", "Expected each entry as fields")
    found = {**(before or {}), **fields}
    return {name: value for name, value in found.items() if value is not None}


def _place(organisation: Organisation, user: UserId) -> tuple[Any, ...]:
    person = organisation.person(user)
    if person is None:
        return ()
    rights = replace(person, name="", name_en="", department_name="")
    return (rights, organisation.is_active(user), organisation.positions.get(user, ()))


def _shut_out(organisation: Organisation, user: UserId) -> frozenset[tuple[str, str]]:
    """The limits that do not let this person through: being let through is a right gained."""
    person, rights = organisation.person(user), organisation.rights
    return frozenset(
        (process, right)
        for process, given in rights.items()
        for right in LIMITS
        if person and right in given and not is_allowed(rights, right, process, person)
    )
