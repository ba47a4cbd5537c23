"""Reads and checks the parts of an organisation file, gathering every reason to refuse it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.core.ids import Principal, UserId
from engine.core.people import STAND_IN, SYSTEM, Person
from engine.errors import Text
from engine.identity.rights_reader import auditors_that_work, read_rights, with_offices
from engine.identity.separation import forbidden_pairs

_SECTIONS: Final = frozenset({"roles", "departments", "people", "groups", "rights"})
_ID: Final = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_RESERVED: Final = frozenset({str(SYSTEM.id), "engine", "initiator"})
_PERSON_KEYS: Final = frozenset(
    "name name_en department position rank reports_to roles active positions successor".split()
)
_DEPARTMENT_KEYS: Final = frozenset("name name_en head parent".split())
_GROUP_KEYS: Final = frozenset("name name_en members".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDepartment:
    """A department as read; whether its head and parent exist is checked afterwards."""

    name: Text
    head: UserId | None
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadGroup:
    """A group as read: people who are offered work together, whatever their roles."""

    name: Text
    members: tuple[UserId, ...]


class OrganisationReader:
    """One reading; `reasons` is empty when the file is in order."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.reasons: list[Text] = []
        self.roles: dict[str, Text] = {}
        self.departments: dict[str, ReadDepartment] = {}
        self.people: dict[UserId, Person] = {}
        self.left: set[UserId] = set()
        self.groups: dict[str, ReadGroup] = {}
        self.positions: dict[UserId, tuple[tuple[str, str], ...]] = {}
        self.successors: dict[UserId, UserId] = {}
        self.rights: dict[str, dict[str, tuple[Principal, ...]]] = {}

    def read(self) -> None:
        """Read everything, then check how it hangs together."""
        self._only(self.content, _SECTIONS, "organisation")
        for role, entry in self._section("roles"):
            self.roles[role] = self._name(entry, f"roles.{role}")
            if role == STAND_IN:
                self.wrong(f"角色 {role} 保留给测试", f"Expected no role {role}: it is for tests")
        for key, entry in self._section("departments"):
            self._only(entry, _DEPARTMENT_KEYS, f"departments.{key}")
            self.departments[key] = ReadDepartment(
                name=self._name(entry, f"departments.{key}"),
                head=entry.get("head"),
                parent=entry.get("parent"),
            )
        if self.content.get("groups"):
            for key, entry in self._section("groups"):
                self._group(key, entry)
        for login, entry in self._section("people"):
            self._person(login, entry)
        self._read_rights(self.content.get("rights") or {})
        self._check_groups()
        self._check_departments()
        self._check_superiors()

    def _read_rights(self, section: Any) -> None:
        if not isinstance(section, dict):
            self.wrong("rights 应为各流程的权利", "Expected rights by process")
            return
        known = {
            "user": lambda login: login in self.people,
            "role": lambda role: role in self.roles,
            "group": lambda group: group in self.groups,
        }
        self.rights, reasons = read_rights(section, known)
        for login, offices in list(with_offices(self.people, self.rights)):
            self.people[login] = replace(self.people[login], offices=offices)
        self.reasons += [*reasons, *auditors_that_work(self.people)]

    def wrong(self, zh: str, en: str) -> None:
        self.reasons.append(Text(zh=zh, en=en))

    def _section(self, name: str) -> list[tuple[str, dict[str, Any]]]:
        section = self.content.get(name)
        if not isinstance(section, dict) or not section:
            self.wrong(f"缺少 {name}", f"Expected a section {name!r}")
            return []
        entries = []
        for key, entry in section.items():
            if not isinstance(key, str) or not _ID.fullmatch(key) or not isinstance(entry, dict):
                self.wrong(
                    f"{name} 中的 {key!r} 无效：应为小写字母、数字和连字符",
                    f"Expected ids of {name} in lower case letters and digits, got {key!r}",
                )
            else:
                entries.append((key, entry))
        return entries

    def _only(self, entry: Mapping[str, Any], known: frozenset[str], where: str) -> None:
        for name in sorted(map(str, entry.keys() - known)):
            self.wrong(f"{where} 有不认识的 {name}", f"Expected no {name!r} in {where}")

    def _name(self, entry: Mapping[str, Any], where: str) -> Text:
        name, english = entry.get("name"), entry.get("name_en")
        if not isinstance(name, str) or not name.strip():
            self.wrong(f"{where} 缺少 name", f"Expected a name of {where}")
            name = where
        return Text(zh=name, en=english if isinstance(english, str) else name)

    # -- people ----------------------------------------------------------------------------------

    def _person(self, login: str, entry: Mapping[str, Any]) -> None:
        where = f"people.{login}"
        self._only(entry, _PERSON_KEYS, where)
        if login in _RESERVED:
            self.wrong(f"登录名 {login} 是保留的", f"Expected no reserved login, got {login!r}")
        name, department = self._name(entry, where), entry.get("department")
        known = self.departments.get(department) if isinstance(department, str) else None
        if known is None:
            self.wrong(
                f"{login} 的部门 {department!r} 不存在",
                f"Expected an existing department of {login}, got {department!r}",
            )
        user = UserId(login)
        self.people[user] = Person(
            id=user,
            name=name.zh,
            name_en=name.en,
            department=str(department),
            department_name=known.name.zh if known else "",
            position=str(entry.get("position", "")),
            rank=self._rank(login, entry.get("rank", 0)),
            roles=self._roles(login, entry.get("roles")),
            heads=tuple(k for k, d in self.departments.items() if d.head == login),
            reports_to=entry.get("reports_to"),
            groups=tuple(k for k, group in self.groups.items() if login in group.members),
        )
        self._further_positions(user, entry.get("positions", []))
        if entry.get("successor") is not None:
            self.successors[user] = UserId(str(entry["successor"]))
        self._activity(user, entry.get("active", True))

    def _activity(self, login: UserId, active: Any) -> None:
        if not isinstance(active, bool):
            self.wrong(
                f"{login} 的 active 应为真或假",
                f"Expected true or false for {login}",
            )
        elif not active:
            self.left.add(login)

    def _rank(self, login: str, rank: Any) -> int:
        if isinstance(rank, bool) or not isinstance(rank, int) or not 0 <= rank <= 1_000:
            self.wrong(f"{login} 的 rank 应为 0 到 1000", f"Expected {login} ranked 0 to 1000")
            return 0
        return rank

    def _roles(self, login: str, roles: Any) -> tuple[str, ...]:
        if not isinstance(roles, list) or not roles:
            self.wrong(f"{login} 没有角色", f"Expected {login} to hold at least one role")
            return ()
        for role in roles:
            if role not in self.roles:
                self.wrong(f"{login} 的角色 {role} 不存在", f"Expected a role, got {role}")
        if len(set(roles)) < len(roles):
            self.wrong(f"{login} 的角色重复", f"Expected each role of {login} once")
        for pair in forbidden_pairs(roles):
            self.wrong(
                f"{login} 不能同时担任 {pair.one} 和 {pair.other}：{pair.why.zh}",
                f"Expected {login} not to hold both {pair.one} and {pair.other}: {pair.why.en}",
            )
        return tuple(map(str, roles))

    def _further_positions(self, login: UserId, positions: Any) -> None:
        """What the person is besides: each a department and a position there."""
        found = []
        for entry in positions if isinstance(positions, list) else [None]:
            where = entry.get("department") if isinstance(entry, dict) else None
            what = entry.get("position") if isinstance(entry, dict) else None
            if where not in self.departments or not isinstance(what, str) or not what:
                self.wrong(
                    f"{login} 的兼任职位无效：应为已有部门与职位",
                    f"Expected each further position of {login} as an existing department with a "
                    "position",
                )
            else:
                found.append((str(where), what))
        self.positions[login] = tuple(found)

    def _group(self, key: str, entry: dict[str, Any]) -> None:
        self._only(entry, _GROUP_KEYS, f"groups.{key}")
        members = entry.get("members", [])
        if not isinstance(members, list) or len(set(map(str, members))) < len(members):
            self.wrong(f"groups.{key} 的成员重复或无效", f"Expected members of {key}, each once")
            members = []
        self.groups[key] = ReadGroup(
            name=self._name(entry, f"groups.{key}"),
            members=tuple(UserId(str(login)) for login in members),
        )

    # -- how it hangs together -------------------------------------------------------------------

    def _check_departments(self) -> None:
        for key, department in self.departments.items():
            if department.parent is not None and department.parent not in self.departments:
                self.wrong(
                    f"{key} 的上级部门 {department.parent} 不存在",
                    f"Expected an existing parent of {key}, got {department.parent}",
                )
            if department.head is not None and department.head not in self.people:
                self.wrong(
                    f"{key} 的负责人 {department.head} 不存在",
                    f"Expected an existing head of {key}, got {department.head}",
                )
        parents = {key: d.parent for key, d in self.departments.items()}
        self._check_cycles(parents.get, list(parents), ("部门", "departments"))

    def _check_groups(self) -> None:
        named = [(f"groups.{key}", login) for key, g in self.groups.items() for login in g.members]
        named += [(f"people.{login}", upper) for login, upper in self.successors.items()]
        for where, login in named:
            if login not in self.people:
                self.wrong(
                    f"{where} 中的 {login} 不存在", f"Expected existing people in {where}: {login}"
                )

    def _check_superiors(self) -> None:
        for login, person in self.people.items():
            if person.reports_to is not None and person.reports_to not in self.people:
                self.wrong(
                    f"{login} 的上级 {person.reports_to} 不存在",
                    f"Expected an existing superior of {login}, got {person.reports_to}",
                )
        superiors = {str(login): p.reports_to for login, p in self.people.items()}
        self._check_cycles(superiors.get, list(superiors), ("汇报关系", "superiors"))

    def _check_cycles(
        self, above: Callable[[str], str | None], keys: list[str], words: tuple[str, str]
    ) -> None:
        for key in keys:
            seen = [key]
            while (upper := above(seen[-1])) is not None and upper not in seen:
                seen.append(upper)
            if upper == key:
                path = " → ".join([*seen, key])
                self.wrong(f"{words[0]}成环：{path}", f"Expected no cycle of {words[1]}: {path}")
                return
