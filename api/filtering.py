"""Saved filters over HTTP: each reader gets their own counts, of what they may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel

from api import show
from api.auth import Visit
from api.lists import InstanceQuestion, WorklistQuestion
from api.schemas.audit import CaseQuestion
from api.schemas.filters import FilterRequest, SavedFilter, SavedFilters
from engine import filters as kept
from engine.core.ids import Principal

_QUESTIONS: Final[Mapping[str, type[BaseModel]]] = {
    kept.WORKLIST: WorklistQuestion,
    kept.INSTANCES: InstanceQuestion,
    kept.AUDIT: CaseQuestion,
}


def filters(visit: Visit) -> SavedFilters:
    """Those that I see, by name; the first of them counted."""
    found = visit.house.runtime.filters.of(visit.person)
    return SavedFilters(items=_shown(visit, found))


def save(visit: Visit, body: FilterRequest) -> SavedFilter:
    """Keep a new one."""
    runtime = visit.house.runtime
    new = _read(visit, body)
    return _shown(visit, [runtime.filters.save(new, visit.person)])[0]


def change(visit: Visit, body: FilterRequest) -> SavedFilter:
    """Put this in the place of the one that the door has looked up."""
    runtime, old = visit.house.runtime, _known(visit)
    return _shown(visit, [runtime.filters.change(old, _read(visit, body), visit.person)])[0]


def drop(visit: Visit) -> None:
    """Forget the one that the door has looked up."""
    visit.house.runtime.filters.forget(_known(visit).id)


def _known(visit: Visit) -> kept.SavedFilter:
    assert visit.filter is not None  # noqa: S101 -- only such routes ask
    return visit.filter


def _read(visit: Visit, body: FilterRequest) -> kept.SavedFilter:
    """The filter as it is stored. Raises what asking for it raises."""
    (kind, asked), *_ = (
        (name, given) for name in _QUESTIONS if (given := getattr(body, name)) is not None
    )
    found = kept.SavedFilter(
        id=visit.house.runtime.ids.new(),
        owner=visit.person.id,
        name=body.name,
        list=kind,
        asked=asked.model_dump(mode="json", exclude_defaults=True),
        shared_with=tuple(Principal(one) for one in body.shared_with),
        made_at=visit.house.runtime.clock.now(),
    )
    kept.question(found, visit.person, found.made_at, ())
    return found


def _shown(visit: Visit, found: Sequence[kept.SavedFilter]) -> list[SavedFilter]:
    runtime, reader = visit.house.runtime, visit.person
    acting_for = runtime.substitutions.acting_for(reader)
    counts = runtime.filters.counts(found, reader, runtime.clock.now(), acting_for)
    return [_one(visit, one, counts.get(one.id)) for one in found]


def _one(visit: Visit, one: kept.SavedFilter, count: int | None) -> SavedFilter:
    house = visit.house
    asked: dict[str, Any] = dict.fromkeys(_QUESTIONS)
    asked[one.list] = _QUESTIONS[one.list].model_validate(one.asked)
    return SavedFilter(
        id=one.id,
        name=one.name,
        owner=one.owner,
        owner_name=show.person_name(house, one.owner).zh,
        mine=one.owner == visit.person.id,
        shared_with=list(one.shared_with),
        shared_with_names=[show.principal_name(house, each).zh for each in one.shared_with],
        count=count,
        **asked,
    )
