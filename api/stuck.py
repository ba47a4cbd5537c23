"""What is stuck, as operators look at it: with names, grouped by cause, and tried out."""

from __future__ import annotations

from collections import Counter
from typing import Any

from api.auth import Visit
from api.batching import actions_of
from api.schemas.cases import Incident
from api.schemas.stuck import Cause, Stuck, StuckCase, TrialGiven
from api.wire import to_json, to_variables
from engine.bootstrap import Runtime
from engine.bundle_elements import element_in
from engine.core import policy
from engine.errors import Text
from engine.incident_causes import cause_of, try_again
from engine.views import IncidentView

RESOLVED_SHOWN = 500


def listed(visit: Visit, *, is_open: bool) -> Stuck:
    """Open ones, or the latest resolved ones, of the processes that the person operates."""
    runtime = visit.house.runtime
    theirs = policy.operated_processes(visit.person)
    found = [
        one
        for one in runtime.store.incidents(open_only=False)
        if theirs is None or one.process in theirs
    ]
    times = Counter((one.instance_id, one.element_id) for one in found)
    shown = [one for one in reversed(found) if (one.resolved_at is None) == is_open]
    if not is_open:
        shown = shown[:RESOLVED_SHOWN]
    names = _Names(runtime)
    items = [
        StuckCase(
            **Incident.of(one).model_dump(),
            **names.of(one),
            times=times[one.instance_id, one.element_id],
            cause=cause_of(one),
        )
        for one in shown
    ]
    return Stuck(items=items, causes=_causes(items), actions=actions_of(visit))


def _causes(items: list[StuckCase]) -> list[Cause]:
    groups: dict[str, list[StuckCase]] = {}
    for one in items:
        groups.setdefault(one.cause, []).append(one)
    causes = [
        Cause(
            **group[0].model_dump(include=set(Cause.model_fields) & set(StuckCase.model_fields)),
            count=len(group),
            since=min(one.raised_at for one in group),
            incidents=[one.id for one in group],
        )
        for group in groups.values()
    ]
    return sorted(causes, key=lambda one: (-one.count, one.since))


class _Names:
    """Names of processes and elements; each element is looked up once."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._elements: dict[tuple[str, str], Text] = {}
        self._processes = {one.key: one for one in runtime.store.definitions()}

    def of(self, one: IncidentView) -> dict[str, Any]:
        process, element = self._processes.get(one.process), self._element(one)
        return {
            "process_name": process.name if process else one.process,
            "process_name_en": (process.name_en if process else "") or one.process,
            "element": element.zh,
            "element_en": element.en,
        }

    def _element(self, one: IncidentView) -> Text:
        key = (one.process, one.element_id)
        if key not in self._elements:
            found = element_in(self._runtime.live(one.instance_id).case.bundle, one.element_id)
            zh = found.name if found is not None else ""
            en = found.name_en if found is not None else ""
            self._elements[key] = Text(zh=zh or one.element_id, en=en or one.element_id)
        return self._elements[key]


def tried(visit: Visit, variables: dict[str, Any]) -> TrialGiven:
    """What trying again with these variables would lead to."""
    incident = visit.incident
    assert incident is not None  # noqa: S101 -- only the route of an incident asks
    values = to_variables(variables)
    found = try_again(visit.house.runtime, incident, values, visit.person)
    return TrialGiven(
        goes_on=found.stuck is None,
        zh=found.stuck.zh if found.stuck else "",
        en=found.stuck.en if found.stuck else "",
        where_zh=found.where.zh,
        where_en=found.where.en,
        ends=found.ends,
        before={name: to_json(value) for name, value in found.before.items()},
        after={name: to_json(value) for name, value in found.after.items()},
    )
