"""Reads the rights per process of an organisation file, gathering every reason to refuse them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from engine.core.ids import Principal
from engine.core.people import AUDITOR, Person
from engine.core.rights import EVERY, Right, offices_of
from engine.errors import Text

_RIGHTS: Final = tuple(str(right) for right in Right)
_WORKING: Final = frozenset(f"{right}:" for right in (Right.OWN, Right.OPERATE))
MAX_KEY: Final = 200

Known = Mapping[str, Callable[[str], bool]]
"""`user`, `role`, `group` -> whether there is one of this name."""


def read_rights(
    section: Mapping[Any, Any], known: Known
) -> tuple[dict[str, dict[str, tuple[Principal, ...]]], list[Text]]:
    """The rights by process, and what is wrong with them."""
    found: dict[str, dict[str, tuple[Principal, ...]]] = {}
    wrong: list[Text] = []
    for process, given in section.items():
        if not isinstance(process, str) or not 0 < len(process) <= MAX_KEY:
            wrong.append(_said(f"rights 中的 {process!r} 无效", f"Expected a process or {EVERY}"))
            continue
        entries = given.items() if isinstance(given, Mapping) else [(str(given), None)]
        for right, who in entries:
            reasons = list(_wrong(f"rights.{process}.{right}", right, who, known))
            wrong += reasons
            if not reasons:
                found.setdefault(process, {})[right] = tuple(map(Principal, who or ()))
    return found, wrong


def _wrong(where: str, right: Any, who: Any, known: Known) -> Iterator[Text]:
    if right not in _RIGHTS:
        rights = ", ".join(_RIGHTS)
        yield _said(f"{where}：没有这种权利，应为 {rights}", f"Expected {where} as one of {rights}")
        return
    if not isinstance(who, list) or not who or len(set(map(str, who))) < len(who):
        yield _said(
            f"{where} 应为名单，不能为空，每个一次",
            f"Expected {where} as a list of somebody, each once",
        )
        return
    for principal in who:
        kind, _, name = str(principal).partition(":")
        if kind not in known or not known[kind](name):
            yield _said(
                f"{where} 中的 {principal} 不存在：应为 user:登录名、role:角色或 group:组",
                f"Expected {where} as existing user:, role: or group:, got {principal}",
            )


def auditors_that_work(people: Mapping[Any, Person]) -> Iterator[Text]:
    """An auditor only reads, so owns and operates nothing."""
    for person in people.values():
        working = [one for one in person.offices if one.startswith(tuple(_WORKING))]
        if working and person.has_role(AUDITOR):
            yield _said(
                f"审计员 {person.id} 只读，不能有 {'、'.join(working)}",
                f"Expected the auditor {person.id} to own and operate nothing: {working}",
            )


def with_offices(
    people: Mapping[Any, Person], rights: Mapping[str, Mapping[str, tuple[Principal, ...]]]
) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Who holds an office, and which."""
    for login, person in people.items():
        offices = offices_of(rights, person)
        if offices:
            yield login, offices


def _said(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)
