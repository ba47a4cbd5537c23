"""Roles, groups and departments that a change would end or empty although something needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine.core.ids import UserId
from engine.depending import Dependence
from engine.errors import Text
from engine.identity.entries import Entries
from engine.identity.organisation import Organisation

Needed = Callable[[str, str], Dependence]
"""What depends on an entry, by section and id."""
_WORDS = {
    "roles": ("角色", "role"),
    "groups": ("组", "group"),
    "departments": ("部门", "department"),
}


def emptied(before: Organisation, after: Organisation, needed: Needed) -> Iterator[Text]:
    """Each such entry by name, with what needs it. A role whose last holder has left to a
    successor is not empty: the successor is offered its work."""
    for role in before.roles:
        if role not in after.roles or (before.holders(role) and not _is_held(after, role)):
            yield from _refusal(before, after, ("roles", role), needed)
    for group in before.groups:
        if group not in after.groups or (before.members_of(group) and not after.members_of(group)):
            yield from _refusal(before, after, ("groups", group), needed)
    for department in before.departments.keys() - after.departments.keys():
        yield from _refusal(before, after, ("departments", department), needed)


def still_used(before: Entries, after: Entries) -> Iterator[Text]:
    """Each department or role that a change ends although people or departments name it still."""
    for section, field in (("departments", "department"), ("roles", "roles")):
        for key in before[section].keys() - after[section].keys():
            people = [_called(one) for one in after["people"].values() if _names(one, field, key)]
            below = [
                _called(one)
                for one in after["departments"].values()
                if section == "departments" and one.get("parent") == key
            ]
            zh, en = _WORDS[section]
            name = _called(before[section][key])
            yield from (
                Text(
                    zh=f"{zh}“{name}”不能撤销：{'、'.join(found)}还{word}",
                    en=f"The {en} {name} cannot end: {', '.join(found)} {english}",
                )
                for found, word, english in (
                    (people, "在用", "still name it"),
                    (below, "是它的下级", "are below it"),
                )
                if found
            )


def _called(entry: Mapping[str, Any]) -> str:
    return str(entry.get("name") or "?")


def _names(person: Mapping[str, Any], field: str, key: str) -> bool:
    value = person.get(field)
    further = person.get("positions") or []
    beside = field == "department" and any(one.get("department") == key for one in further)
    return bool(beside or (key in value if isinstance(value, list) else value == key))


def _is_held(organisation: Organisation, role: str) -> bool:
    gone = organisation.former_holders(role)
    return bool(organisation.holders(role)) or any(
        organisation.successor_of(UserId(one.id)) for one in gone
    )


def _refusal(
    before: Organisation, after: Organisation, which: tuple[str, str], needed: Needed
) -> Iterator[Text]:
    section, key = which
    found = needed(section, key)
    if not found:
        return
    known = {"roles": before.role_name, "groups": before.group_name}
    name = known.get(section, before.department_name)(key)
    ended = key not in getattr(after, section)
    zh, en = _WORDS[section]
    reasons_zh, reasons_en = _reasons(found)
    yield Text(
        zh=f"{zh}“{name.zh}”{'不能撤销' if ended else '不能没有人'}：{reasons_zh}",
        en=f"The {en} {name.en} cannot {'end' if ended else 'be left empty'}: {reasons_en}",
    )


def _reasons(found: Dependence) -> tuple[str, str]:
    zh = [f"流程“{name}”用到它" for _, name, _ in found.processes]
    en = [f"the process {english or name} names it" for _, name, english in found.processes]
    if found.work:
        zh.append(f"还有 {found.work} 项待办")
        en.append(f"{found.work} open work items wait for it")
    return "，".join(zh), ", ".join(en)
