"""Finds what a selection means now: cases, incidents or work items, each with its live case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from engine.batches.model import MOST_SCANNED, Action, Asked, Selection
from engine.bundle_elements import element_in, place_in
from engine.core.ids import UserId, user_principal
from engine.core.state import InstanceStatus
from engine.errors import InvalidCommand, NotFound, Text
from engine.handlers.case import LiveInstance
from engine.leaving import work_of
from engine.ports import Store
from engine.views import IncidentView, InstanceQuery, InstanceView

PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One thing that is meant: the incident or work item, or empty for the case itself."""

    instance_id: str
    subject: str
    title: str
    element_id: str


def chosen(store: Store, asked: Asked, among: frozenset[str] | None) -> Iterator[Chosen]:
    """What is meant by the tables; `among` are the processes that the person may operate."""
    if asked.action is Action.RETRY:
        return _incidents(store, asked.selection, among)
    if asked.action is Action.TRANSFER:
        return _work(store, asked)
    return _cases(store, asked.selection, among)


def _incidents(
    store: Store, selection: Selection, among: frozenset[str] | None
) -> Iterator[Chosen]:
    for one in store.incidents(open_only=True):
        if (among is None or one.process in among) and is_meant(one, selection):
            yield Chosen(
                instance_id=one.instance_id,
                subject=one.id,
                title=one.title,
                element_id=one.element_id,
            )


def is_meant(one: IncidentView, selection: Selection) -> bool:
    """Whether the selection means this incident."""
    if selection.ids and one.id not in selection.ids:
        return False
    if selection.started_before is not None and one.raised_at >= selection.started_before:
        return False
    named = (
        (selection.process, one.process),
        (selection.element, one.element_id),
        (selection.kind, one.kind),
    )
    if any(wanted and wanted != found for wanted, found in named):
        return False
    said = f"{one.zh}\n{one.en}\n{one.title}".casefold()
    return selection.text.casefold() in said


def _work(store: Store, asked: Asked) -> Iterator[Chosen]:
    leaver, wanted, seen = UserId(asked.of), asked.selection, set[str]()
    for item in work_of(store, leaver, (user_principal(leaver),)):
        meant = not wanted.ids or item.id in wanted.ids
        meant = meant and wanted.process in ("", item.case_process)
        meant = meant and wanted.element in ("", item.element_id)
        if meant and item.id not in seen:
            seen.add(item.id)
            yield Chosen(
                instance_id=item.instance_id,
                subject=item.id,
                title=item.title,
                element_id=item.element_id,
            )


def _cases(store: Store, selection: Selection, among: frozenset[str] | None) -> Iterator[Chosen]:
    for case in _rows(store, selection, among):
        yield Chosen(instance_id=case.id, subject="", title=case.title, element_id="")


def _rows(
    store: Store, selection: Selection, among: frozenset[str] | None
) -> Iterator[InstanceView]:
    if selection.ids:
        found = (store.instance(one) for one in dict.fromkeys(selection.ids))
        yield from (one for one in found if one is not None and _is_in(one, selection, among))
        return
    digest = _digest(store, selection)
    query = InstanceQuery(
        process=selection.process or None,
        among=tuple(sorted(among)) if among is not None else None,
        status=InstanceStatus.ACTIVE,
        text=selection.text or None,
        until=selection.started_before,
        limit=PAGE,
    )
    for scanned, case in enumerate(_pages(store, query), start=1):
        if scanned > MOST_SCANNED:
            raise InvalidCommand(
                f"符合条件的案件超过 {MOST_SCANNED} 件，请缩小范围",
                f"Expected at most {MOST_SCANNED} cases to look at: narrow the selection",
            )
        if digest in (None, case.process_digest):
            yield case


def _pages(store: Store, query: InstanceQuery) -> Iterator[InstanceView]:
    while True:
        page = store.instances(query)
        yield from page.items
        if page.next is None:
            return
        query = replace(query, cursor=page.next)


def _is_in(case: InstanceView, selection: Selection, among: frozenset[str] | None) -> bool:
    if among is not None and case.process not in among:
        return False
    before = selection.started_before
    return selection.process in ("", case.process) and (before is None or case.started_at < before)


def _digest(store: Store, selection: Selection) -> str | None:
    """Of the version that is meant. Raises InvalidCommand, NotFound."""
    if selection.version is None:
        return None
    if not selection.process:
        raise InvalidCommand("版本须与流程一起指明", "Expected the process of the version")
    view = store.definition(selection.process, selection.version)
    if view is None:
        raise NotFound(
            f"没有流程 {selection.process} 的第 {selection.version} 版",
            f"Expected version {selection.version} of {selection.process}",
        )
    return view.digest


def stands_as_meant(live: LiveInstance, selection: Selection) -> bool:
    """Whether the case stands at the element, and rests or goes on, as the selection says."""
    resting = live.state.moves is not None and live.state.moves.suspended
    if selection.suspended is not None and selection.suspended != resting:
        return False
    return not selection.element or bool(tokens_at(live, selection.element))


def tokens_at(live: LiveInstance, element_id: str) -> tuple[str, ...]:
    """The tokens that stand at the element, of the case's own process where both have the id."""
    place = place_in(live.case.bundle, element_id)
    return tuple(
        str(token)
        for element, token in live.positions()
        if (live.process_of(token), element) == place
    )


def where(live: LiveInstance, element_ids: Iterable[str]) -> Text:
    """The names of elements, as people know them."""
    found = [element_in(live.case.bundle, one) for one in dict.fromkeys(element_ids)]
    named = [one for one in found if one is not None]
    return Text(
        zh="、".join(one.name or one.id for one in named),
        en=", ".join(one.name_en or one.id for one in named),
    )
