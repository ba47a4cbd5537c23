"""Finds what an auditor looks at first: pure functions over a period's rows and work items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from engine.audit.model import FINDINGS, Audited, Found, Item
from engine.codec import decode_event
from engine.core import events as ev
from engine.core.people import SYSTEM
from engine.errors import Text

_NOBODY: Final = Text(zh="", en="")
_OPEN: Final = ("ready", "reserved", "returned")


def find(audited: Audited) -> Mapping[str, list[Found]]:
    """Every declared finding by its id, each list newest first."""
    found: dict[str, list[Found]] = {key: [] for key in FINDINGS}
    for make in (_events, _separated, _same_person, _late, _refused):
        for one in make(audited):
            found[one.finding].append(one)
    for several in found.values():
        several.sort(key=lambda one: (one.at, one.instance_id or "", one.version), reverse=True)
    return found


def _events(audited: Audited) -> Iterator[Found]:
    by_name = {kind.__name__: key for key, one in FINDINGS.items() for kind in one.events}
    for row in audited.rows:
        key = by_name.get(row.type)
        if key is None:
            continue
        event = decode_event(row.type, row.body)
        who = _who(event)
        if _counts(event, who):
            yield Found(
                finding=key,
                instance_id=row.instance_id,
                version=row.version,
                at=_at(event, audited, row.instance_id),
                who=who,
                element_id=getattr(event, "element_id", None),
                text=_NOBODY,
                event=event,
            )


def _who(event: ev.Event) -> str:
    return str(getattr(event, "by", None) or "engine")


def _counts(event: ev.Event, who: str) -> bool:
    """Whether the event is one of its kind: of some only what a person did, or left undone."""
    if isinstance(event, ev.OpinionGiven):
        return event.agrees is False and not event.opinion.strip()
    if isinstance(event, ev.DeadlinePassed):
        return event.done != "remind"
    if isinstance(event, ev.InstanceTerminated):
        return who not in ("engine", SYSTEM.id) and bool(event.reason)
    return True


def _at(event: ev.Event, audited: Audited, instance_id: str) -> datetime:
    at = getattr(event, "at", None)
    return at if isinstance(at, datetime) else audited.cases[instance_id].started_at


def _separated(audited: Audited) -> Iterator[Found]:
    for item in audited.items:
        if not item.excluded:
            continue
        broken = item.ended_by is not None and item.ended_by in item.excluded
        names = ", ".join(item.excluded)
        yield _of_item(
            "separation-broken" if broken else "separation-kept",
            item,
            Text(
                zh=f"“{item.name}”应回避:{names}",
                en=f'"{item.name_en or item.name}" excludes {names}',
            ),
        )


def _same_person(audited: Audited) -> Iterator[Found]:
    done: dict[tuple[str, str], dict[str, Item]] = defaultdict(dict)
    for item in audited.items:
        if item.ended_by is not None and item.state == "completed":
            done[item.instance_id, item.ended_by][item.element_id] = item
    for several in done.values():
        if len(several) < 2:
            continue
        items = list(several.values())
        last = max(items, key=lambda item: item.ended_at or item.created_at)
        yield _of_item(
            "same-person",
            last,
            Text(
                zh="、".join(f"“{one.name}”" for one in items),
                en=", ".join(f'"{one.name_en or one.name}"' for one in items),
            ),
        )


def _late(audited: Audited) -> Iterator[Found]:
    for item in audited.items:
        if item.due_at is None:
            continue
        ended = item.ended_at if item.state == "completed" else None
        still = item.state in _OPEN and item.due_at < audited.now
        if still or (ended is not None and ended > item.due_at):
            over = (ended or audited.now) - item.due_at
            hours = int(over.total_seconds() // 3600)
            yield _of_item(
                "late",
                item,
                Text(
                    zh=f"“{item.name}”超过期限 {hours} 小时" + ("" if ended else ",仍未办结"),
                    en=f'"{item.name_en or item.name}" is {hours} hours over its due time'
                    + ("" if ended else " and still open"),
                ),
            )


def _of_item(key: str, item: Item, text: Text) -> Found:
    return Found(
        finding=key,
        instance_id=item.instance_id,
        version=0,
        at=item.ended_at or item.created_at,
        who=item.ended_by or "",
        element_id=item.element_id,
        text=text,
    )


def _refused(audited: Audited) -> Iterator[Found]:
    for one in audited.refused:
        if one.actor == SYSTEM.id:
            continue
        yield Found(
            finding="refused",
            instance_id=one.instance_id,
            version=0,
            at=one.at,
            who=one.actor,
            element_id=None,
            text=Text(zh=f"{one.type} 被拒绝({one.problem})", en=one.en),
        )
