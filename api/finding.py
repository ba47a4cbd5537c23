"""Findings over all cases of a period: counted, listed, and marked as looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

from api import show
from api.schemas import audit as shapes
from api.visit import Visit
from engine.audit import FINDINGS, Found, Note, Period, find, look
from engine.errors import NotFound, Text
from engine.history.sentences import Names, element_of, sentence
from engine.views import InstanceView

PERIOD: Final = timedelta(days=90)
_Notes = Mapping[tuple[str, str], Note]


def findings(visit: Visit, asked: shapes.FindingsQuery) -> shapes.Findings:
    """Every kind of finding, counted."""
    store, period = visit.house.runtime.audit, _period(visit, asked)
    found, notes = _found(visit, period, tuple(FINDINGS)), store.notes()
    return shapes.Findings(
        since=period.since,
        until=period.until,
        looked_at=store.how_many(period),
        items=[_kind(key, found[key], notes) for key in FINDINGS],
    )


def _period(visit: Visit, asked: shapes.FindingsQuery) -> Period:
    """The days that were asked for, else the newest ones."""
    now = visit.house.runtime.clock.now()
    until = asked.until or now + timedelta(seconds=1)
    since = asked.since or until - PERIOD
    return Period(since=since, until=until, now=now, process=asked.process or None)


def _found(visit: Visit, period: Period, kinds: Sequence[str]) -> Mapping[str, list[Found]]:
    audited = look(visit.house.runtime.audit, period, kinds)
    return find(audited, lambda login: show.person_name(visit.house, login))


def _kind(key: str, found: Sequence[Found], notes: _Notes) -> shapes.FindingKind:
    one = FINDINGS[key]
    return shapes.FindingKind(
        id=key,
        zh=one.name.zh,
        en=one.name.en,
        hint_zh=one.hint.zh,
        hint_en=one.hint.en,
        weight=one.weight.value,
        count=len(found),
        open=sum((key, each.ref) not in notes for each in found),
    )


def finding(visit: Visit, key: str, asked: shapes.FindingQuery) -> shapes.FindingItems:
    """One page of a kind, newest first. Raises NotFound for one that is not declared."""
    _declared(key)
    every = _found(visit, _period(visit, asked), (key,))[key]
    notes = visit.house.runtime.audit.notes()
    wanted = (one for one in every if not (asked.open and (key, one.ref) in notes))
    following = (one for one in wanted if not asked.after or _place(one) < asked.after)
    page = list(islice(following, asked.limit + 1))
    shown = page[: asked.limit]
    return shapes.FindingItems(
        kind=_kind(key, every, notes),
        items=_items(visit, shown, notes),
        next=_place(shown[-1]) if len(page) > asked.limit else None,
    )


def _declared(key: str) -> None:
    if key not in FINDINGS:
        raise NotFound(f"没有这类发现 {key}", f"Expected one of {sorted(FINDINGS)}")


def _place(found: Found) -> str:
    """Where a finding stands among those of its kind; texts are in the order of the findings."""
    return f"{found.at:%Y%m%d%H%M%S%f}~{found.ref}"


def note(visit: Visit, key: str, body: shapes.NoteRequest) -> shapes.FindingNote:
    """Write down what came of a finding. Raises NotFound for a kind that is not declared."""
    _declared(key)
    runtime = visit.house.runtime
    kept = Note(
        finding=key, ref=body.ref, text=body.text, by=visit.person.id, at=runtime.clock.now()
    )
    runtime.audit.add_note(kept)
    return _note(visit, kept)


def _note(visit: Visit, kept: Note) -> shapes.FindingNote:
    name = show.person_name(visit.house, kept.by).zh
    return shapes.FindingNote(text=kept.text, by_name=name, at=kept.at)


def _items(visit: Visit, page: Sequence[Found], notes: _Notes) -> list[shapes.FindingItem]:
    store = visit.house.runtime.audit
    ids = sorted({one.instance_id for one in page if one.instance_id})
    cases, names = store.cases(ids), _names(visit, ids)
    return [_item(visit, one, cases, names, notes.get((one.finding, one.ref))) for one in page]


def _item(
    visit: Visit,
    found: Found,
    cases: Mapping[str, InstanceView],
    names: Names,
    noted: Note | None,
) -> shapes.FindingItem:
    case = cases.get(found.instance_id or "")
    text = found.text if found.event is None else sentence(found.event, names)
    element = found.element_id if found.event is None else element_of(found.event, names.belongs)
    who = show.person_name(visit.house, found.who) if found.who else Text(zh="", en="")
    return shapes.FindingItem(
        ref=found.ref,
        note=_note(visit, noted) if noted is not None else None,
        instance_id=case.id if case is not None else None,
        title=case.title or case.process_name if case is not None else "",
        process_name=case.process_name if case is not None else "",
        process_name_en=case.process_name_en if case is not None else "",
        at=found.at,
        who=found.who,
        who_name=who.zh,
        who_name_en=who.en,
        zh=text.zh,
        en=text.en,
        place=str(found.version) if found.version else found.item_id or element or "",
    )


def _names(visit: Visit, instance_ids: Sequence[str]) -> Names:
    """What work items call their elements, which is what events of findings are about."""
    items = visit.house.runtime.audit.items_of(instance_ids)
    return Names(
        elements={
            item.element_id: Text(zh=item.name, en=item.name_en or item.name) for item in items
        },
        person=lambda login: show.person_name(visit.house, login),
        belongs={item.id: item.element_id for item in items},
    )
