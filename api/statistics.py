"""Tells how a process runs, to those who may see every case of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from api.auth import Visit
from api.catalogue import view_of
from api.reading import xml_of
from api.schemas import statistics as shapes
from engine import statistics as counted
from engine.core.calendar import OFFICE_ZONE
from engine.core.definition import ProcessDefinition
from engine.core.ids import Digest
from engine.errors import InvalidCommand, NotFound
from engine.views import DefinitionView

USUAL: Final = timedelta(days=89)
"""Without a period: until today, from so much earlier."""
LONGEST: Final = timedelta(days=1_100)
SHOWN: Final = 100
"""How many cases of an element are told at most."""


def report(visit: Visit, query: shapes.StatisticsQuery) -> shapes.Statistics:
    """How the process ran in the period."""
    runtime, view = visit.house.runtime, view_of(visit)
    versions = runtime.statistics.versions(view.key)
    since, until = _period(visit, query)
    asked = _asked(view, query, versions, (since, until))
    processes = _processes(visit, view, asked)
    now, calendar = runtime.clock.now(), runtime.bundles.calendar()
    definitions = {key: found for key, (found, _) in processes.items()}
    found = runtime.statistics.report(asked, now, calendar, counted.containers_of(definitions))
    return shapes.Statistics(
        key=view.key,
        name=view.name,
        name_en=view.name_en,
        version=query.version,
        versions=[
            shapes.PublishedVersion(version=one.version, deployed_at=one.deployed_at)
            for one in versions
        ],
        since=since,
        until=until,
        touched=found.touched,
        by=found.by,
        measure=found.measure,
        totals=_totals(found.totals),
        intervals=[shapes.Interval(**one._asdict()) for one in found.intervals],
        processes=[_process(visit, key, processes[key], found) for key in processes],
        bottlenecks=[_bottleneck(one, definitions) for one in found.bottlenecks],
        roles=[_role(visit, one) for one in found.roles],
    )


def cases(visit: Visit, query: shapes.StatisticsCasesQuery) -> shapes.StatisticsCases:
    """The cases that came to an element in the period, the longest there first."""
    runtime, view = visit.house.runtime, view_of(visit)
    versions = runtime.statistics.versions(view.key)
    asked = _asked(view, query, versions, _period(visit, query))
    where = counted.Where((query.process, query.element), query.time, SHOWN)
    now, calendar = runtime.clock.now(), runtime.bundles.calendar()
    total, found = runtime.statistics.cases(asked, where, now, calendar)
    return shapes.StatisticsCases(items=[_case(one) for one in found], total=total)


def _case(one: counted.CaseAt) -> shapes.StatisticsCase:
    return shapes.StatisticsCase(
        id=one.head.id,
        title=one.head.title,
        number=one.head.number,
        status=one.head.status,
        visits=one.visits,
        came_at=one.came_at,
        left_at=one.left_at,
        clock=one.clock,
        working=one.working,
        late=one.late,
    )


def _period(visit: Visit, query: shapes.StatisticsQuery) -> tuple[date, date]:
    until = query.until or visit.house.runtime.clock.now().astimezone(OFFICE_ZONE).date()
    since = query.since or until - USUAL
    if not timedelta() <= until - since <= LONGEST:
        raise InvalidCommand(
            f"时间段应从早到晚，最长 {LONGEST.days} 天",
            f"Expected a period that ends after it begins, of at most {LONGEST.days} days",
        )
    return since, until


def _asked(
    view: DefinitionView,
    query: shapes.StatisticsQuery,
    versions: Sequence[counted.Version],
    period: tuple[date, date],
) -> counted.Asked:
    digest = next((one.digest for one in versions if one.version == query.version), None)
    if query.version is not None and digest is None:
        raise NotFound(f"{view.key} 没有第 {query.version} 版", f"Expected a version of {view.key}")
    since, until = period
    return counted.Asked(
        process=view.key,
        since=_midnight(since),
        until=_midnight(until + timedelta(days=1)),
        digest=digest,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE_ZONE).astimezone(UTC)


Drawn = tuple[ProcessDefinition, str]


def _processes(visit: Visit, view: DefinitionView, asked: counted.Asked) -> dict[str, Drawn]:
    """The process as of the version that is asked for, and what it calls as of now; each with the
    digest of its file."""
    runtime = visit.house.runtime
    bundles, store = runtime.bundles, runtime.store
    digest = asked.digest or view.digest
    digests = {"": digest}

    def called(name: str) -> ProcessDefinition | None:
        newest = store.latest("process", name.partition("@")[0])
        if newest is None:
            return None
        digests[name] = newest
        return bundles.definition(name, newest)

    root = bundles.drawn(view.key, Digest(digest))
    found = counted.ways_in(root, called)
    return {key: (definition, digests[key]) for key, definition in found.items()}


def _totals(found: counted.Totals) -> shapes.StatisticsTotals:
    return shapes.StatisticsTotals(
        started=found.started,
        ended=found.ended,
        open=found.open,
        overdue=found.overdue,
        stuck=found.stuck,
        duration=_times(found.duration),
    )


def _times(found: counted.Times) -> shapes.Times:
    working = found.working
    return shapes.Times(
        clock=_spread(found.clock), working=None if working is None else _spread(working)
    )


def _spread(found: counted.Spread) -> shapes.Spread:
    return shapes.Spread(count=found.of, median=found.median, p90=found.p90, total=found.total)


def _process(
    visit: Visit, key: str, drawn: Drawn, found: counted.Report
) -> shapes.ProcessStatistics:
    definition, digest = drawn
    return shapes.ProcessStatistics(
        key=key,
        name=definition.name,
        name_en=definition.name_en,
        xml=xml_of(visit.house, digest),
        elements=[_element(one, definition) for one in found.elements if one.process == key],
        flows=_flows({f.flow_id: f.taken for f in found.flows if f.process == key}, definition),
    )


def _element(
    found: counted.ElementFigures, definition: ProcessDefinition
) -> shapes.ElementStatistics:
    """Of an element that this version does not have any more, its id is its name."""
    element = definition.elements.get(found.element_id)
    return shapes.ElementStatistics(
        element_id=found.element_id,
        kind=element.kind if element else "",
        calls=element.called_name if element and element.called_element else "",
        name=element.name if element else found.element_id,
        name_en=element.name_en if element else found.element_id,
        visits=found.visits,
        open=found.open,
        canceled=found.canceled,
        whole=_times(found.whole),
        items=found.items,
        people=found.people,
        waiting=_times(found.waiting),
        in_hand=_times(found.in_hand),
        due=found.due,
        late=found.late,
        returned=found.returned,
        incidents=found.incidents,
    )


def _flows(taken: Mapping[str, int], definition: ProcessDefinition) -> list[shapes.FlowStatistics]:
    """The arrows of this version, also those that nobody took."""
    out: dict[str, int] = {}
    for flow in definition.flows.values():
        out[flow.source] = out.get(flow.source, 0) + taken.get(flow.id, 0)
    return [
        shapes.FlowStatistics(
            flow_id=flow.id,
            name=flow.name,
            source=flow.source,
            target=flow.target,
            target_name=definition.elements[flow.target].name,
            target_name_en=definition.elements[flow.target].name_en,
            count=taken.get(flow.id, 0),
            share=taken.get(flow.id, 0) * 100 // out[flow.source] if out[flow.source] else 0,
        )
        for flow in definition.flows.values()
    ]


def _bottleneck(
    one: counted.Narrow, definitions: Mapping[str, ProcessDefinition]
) -> shapes.Bottleneck:
    definition = definitions.get(one.process)
    element = definition.elements.get(one.element_id) if definition else None
    return shapes.Bottleneck(
        **one._asdict(),
        name=element.name if element else one.element_id,
        name_en=element.name_en if element else one.element_id,
    )


def _role(visit: Visit, one: counted.RoleLoad) -> shapes.RoleLoad:
    kind, _, role = one.principal.partition(":")
    people = visit.house.runtime.people
    name = people.group_name(role) if kind == "group" else people.role_name(role)
    return shapes.RoleLoad(role=role, name=name.zh, name_en=name.en, open=one.open, done=one.done)
