"""Absence over HTTP: say that one is away, end it, see who is."""

from __future__ import annotations

from api import show
from api.auth import Visit
from api.schemas.absence import Absence, AbsenceList, AbsenceRequest
from engine.core.ids import ABSENCE_STREAM
from engine.people_records import AbsenceRow, Away


def listed(visit: Visit, everybody: bool) -> AbsenceList:
    """One's own; everybody's for administrators."""
    rows = visit.house.runtime.absences.listed(visit.person, everybody=everybody)
    return AbsenceList(items=[_shown(visit, row) for row in rows])


def record(visit: Visit, body: AbsenceRequest) -> Absence:
    """Say that somebody is away."""
    asked = Away(
        person=body.person or visit.person.id,
        begins_at=body.begins_at,
        ends_at=body.ends_at,
        reason=body.reason,
    )
    return _shown(visit, visit.house.runtime.absences.record(asked, visit.person))


def end(visit: Visit, absence_id: str, reason: str) -> Absence:
    """Back before the time."""
    stream = ABSENCE_STREAM + absence_id
    return _shown(visit, visit.house.runtime.absences.end(stream, visit.person, reason))


def _shown(visit: Visit, row: AbsenceRow) -> Absence:
    house = visit.house
    return Absence(
        id=row.id.removeprefix(ABSENCE_STREAM),
        person=row.person,
        person_name=show.person_name(house, row.person).zh,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        reason=row.reason,
        in_effect=row.is_on(house.runtime.clock.now()),
        made_by=row.made_by,
        made_by_name=show.person_name(house, row.made_by).zh,
        made_at=row.made_at,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
    )
