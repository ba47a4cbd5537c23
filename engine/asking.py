"""What people ask a list for, as plain values -> the query: of pages and of saved filters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from engine.core import policy
from engine.core.ids import UserId
from engine.core.people import Person
from engine.core.values import Value
from engine.errors import InvalidCommand, NotPermitted
from engine.views import ActingFor, InstanceQuery, VariableFilter, WorklistQuery

FOR_OTHERS: Final = ("substituted", "overdue")
"""Views that hold the work of those whom the person acts for."""
_VARIABLE: Final = re.compile(r"([^<>=]+)(<=|>=|=|<|>)(.*)", re.DOTALL)


def worklist_query(
    actor: Person,
    asked: Mapping[str, Any],
    now: datetime,
    acting_for: tuple[ActingFor, ...] = (),
) -> WorklistQuery:
    """The actor's own work, and where it is asked for that of those whom they act for; what is
    empty is not asked for. Raises InvalidCommand."""
    view = asked.get("view") or "inbox"
    return WorklistQuery(
        user=actor.id,
        principals=actor.principals(),
        view=view,
        process=asked.get("process") or None,
        text=asked.get("text") or None,
        sort=asked.get("sort") or "created",
        cursor=asked.get("cursor") or None,
        limit=asked.get("limit", 25),
        initiator=_login(asked.get("person")),
        department=asked.get("department") or None,
        state=asked.get("state"),
        priority=asked.get("priority"),
        follow_up=asked.get("follow_up") or None,
        since=_time(asked.get("since")),
        until=_time(asked.get("until")),
        variables=variable_filters(asked.get("variable") or ()),
        acting_for=acting_for if view in FOR_OTHERS else (),
        now=now,
    )


def instance_query(actor: Person, asked: Mapping[str, Any]) -> InstanceQuery | None:
    """The cases that the actor may see; None where there can be none. Raises InvalidCommand, and
    NotPermitted for the scope `all`."""
    scope, person = asked.get("scope") or "started", _login(asked.get("person"))
    among = policy.seen_processes(actor) if scope == "all" else None
    if among is not None and not among:
        raise NotPermitted(
            "只有审计员、管理员和流程负责人可以查看全部案件",
            "Expected an auditor, administrator or process owner",
        )
    if scope == "started" and person not in (None, actor.id):
        return None
    return InstanceQuery(
        visible_to=actor.id if scope in ("started", "involved") else None,
        initiator=actor.id if scope == "started" else person,
        process=asked.get("process") or None,
        among=None if among is None else tuple(sorted(among)),
        status=asked.get("status"),
        text=asked.get("text") or None,
        cursor=asked.get("cursor") or None,
        limit=asked.get("limit", 25),
        copied_to=actor.id if scope in ("copied", "unread") else None,
        unread=scope == "unread",
        department=asked.get("department") or None,
        since=_time(asked.get("since")),
        until=_time(asked.get("until")),
        variables=variable_filters(asked.get("variable") or ()),
    )


def variable_filters(asked: Sequence[str]) -> tuple[VariableFilter, ...]:
    """`name=value`, also with < <= > >=; the value as JSON, what is none is a text or a date.
    Raises InvalidCommand."""
    found = []
    for one in asked:
        match = _VARIABLE.fullmatch(one)
        if match is None:
            raise InvalidCommand(
                f"变量筛选“{one}”应写作 名称=值", f"Expected name=value, got {one!r}"
            )
        name, operator, text = match.groups()
        found.append(VariableFilter(name.strip(), operator, _value(text.strip())))
    return tuple(found)


def _value(text: str) -> Value:
    """A number, boolean, date or text."""
    if text in ("true", "false"):
        return text == "true"
    for read in (_number, date.fromisoformat):
        try:
            return read(text)
        except (ValueError, ArithmeticError):
            continue
    return text.strip('"')


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", text):
        raise ValueError(text)
    return Decimal(text)


def _login(text: str | None) -> UserId | None:
    return UserId(text) if text else None


def _time(value: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
