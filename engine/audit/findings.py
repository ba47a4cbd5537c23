"""Finds what an auditor looks at first: pure functions over a period's rows and work items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Final

from engine.audit.attempts import attempt
from engine.audit.model import FINDINGS, Audited, AuditStore, Found, Item, Period
from engine.codec import decode_event
from engine.core import events as ev
from engine.core.people import SYSTEM
from engine.errors import Text

_NOBODY: Final = Text(zh="", en="")
_SEPARATION: Final = frozenset({"separation-broken", "separation-kept"})

Called = Callable[[str], Text]
"""A login -> the person's name."""


def look(store: AuditStore, period: Period, kinds: Collection[str]) -> Audited:
    """What findings of these kinds are read from, and no more."""
    types = {kind.__name__ for key in kinds for kind in FINDINGS[key].events}
    return Audited(
        happened=store.happened(period, sorted(types)) if types else (),
        separated=store.separated(period) if _SEPARATION & set(kinds) else (),
        late=store.late(period) if "late" in kinds else (),
        again=store.again(period) if "same-person" in kinds else (),
        refused=store.refused(period) if "refused" in kinds else (),
        now=period.now,
    )


def find(audited: Audited, called: Called) -> Mapping[str, list[Found]]:
    """Every declared finding by its id, each list newest first."""
    found: dict[str, list[Found]] = {key: [] for key in FINDINGS}
    for one in (
        *_events(audited),
        *_separated(audited, called),
        *_same_person(audited),
        *_late(audited),
        *_refused(audited),
    ):
        found[one.finding].append(one)
    for several in found.values():
        several.sort(key=lambda one: (one.at, one.ref), reverse=True)
    return found


def _events(audited: Audited) -> Iterator[Found]:
    by_name = {kind.__name__: key for key, one in FINDINGS.items() for kind in one.events}
    for row, initiator, started_at in audited.happened:
        event = decode_event(row.type, row.body)
        who = _who(event)
        if not _counts(event, who, initiator):
            continue
        at = getattr(event, "at", None)
        yield Found(
            finding=by_name[row.type],
            ref=f"{row.instance_id}:{row.version}",
            instance_id=row.instance_id,
            version=row.version,
            at=at if isinstance(at, datetime) else started_at,
            who=who,
            element_id=getattr(event, "element_id", None),
            text=_NOBODY,
            event=event,
        )


def _who(event: ev.Event) -> str:
    return str(getattr(event, "by", None) or "engine")


def _counts(event: ev.Event, who: str, initiator: str) -> bool:
    """Whether the event is one of its kind: of some only what a person did, or left undone; who
    began a case may end it."""
    if isinstance(event, ev.OpinionGiven):
        return event.agrees is False and not event.opinion.strip()
    if isinstance(event, ev.DeadlinePassed):
        return event.done != "remind"
    if isinstance(event, ev.InstanceTerminated):
        return who not in ("engine", SYSTEM.id, initiator) and bool(event.reason)
    return True


def _separated(audited: Audited, called: Called) -> Iterator[Found]:
    for item in audited.separated:
        broken = item.ended_by is not None and item.ended_by in item.excluded
        names = [called(one) for one in item.excluded]
        yield _of_item(
            "separation-broken" if broken else "separation-kept",
            item,
            Text(
                zh=f"“{item.name}”应回避：{'、'.join(one.zh for one in names)}",
                en=f'"{item.name_en or item.name}" excludes {", ".join(one.en for one in names)}',
            ),
        )


def _same_person(audited: Audited) -> Iterator[Found]:
    done: dict[tuple[str, str], dict[tuple[str, str], Item]] = defaultdict(dict)
    for item in audited.again:
        if item.ended_by is not None:
            done[item.instance_id, item.ended_by][item.process, item.element_id] = item
    for (_, person), several in done.items():
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
            ref=f"{last.instance_id}:{person}",
        )


def _late(audited: Audited) -> Iterator[Found]:
    for item in audited.late:
        assert item.due_at is not None  # noqa: S101 -- only such are asked for
        ended = item.ended_at if item.state == "completed" else None
        hours = int(((ended or audited.now) - item.due_at).total_seconds() // 3600)
        yield _of_item(
            "late",
            item,
            Text(
                zh=f"“{item.name}”超过期限 {_span(hours)[0]}" + ("" if ended else "，仍未办结"),
                en=f'"{item.name_en or item.name}" is {_span(hours)[1]} over its due time'
                + ("" if ended else " and still open"),
            ),
        )


def _span(hours: int) -> tuple[str, str]:
    """In days, where it is more than two of them."""
    if hours < 1:
        return "不到 1 小时", "less than an hour"
    return (
        (f"{hours // 24} 天", f"{hours // 24} days")
        if hours > 48
        else (
            f"{hours} 小时",
            f"{hours} hours",
        )
    )


def _of_item(key: str, item: Item, text: Text, ref: str = "") -> Found:
    return Found(
        finding=key,
        ref=ref or item.id,
        instance_id=item.instance_id,
        version=0,
        at=item.ended_at or item.created_at,
        who=item.ended_by or "",
        element_id=item.element_id,
        text=text,
        item_id=item.id,
    )


def _refused(audited: Audited) -> Iterator[Found]:
    for one in audited.refused:
        if one.actor == SYSTEM.id:
            continue
        yield Found(
            finding="refused",
            ref=str(one.seq),
            instance_id=one.instance_id,
            version=0,
            at=one.at,
            who=one.actor,
            element_id=None,
            text=Text(zh=attempt(one.type, one.problem), en=one.en),
        )
