"""Answers of registers: lists, pages, files, disposal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from api import show
from api.auth import Visit
from api.labels import spoken
from api.schemas.cases import Instance
from api.schemas.registers import (
    DisposalRequest,
    ExportQuery,
    LinesQuery,
    Register,
    RegisterColumn,
    RegisterLine,
    RegisterLines,
    Registers,
)
from api.schemas.work import OptionText
from engine.core.values import to_plain
from engine.registers import (
    Column,
    Entry,
    Search,
    as_csv,
    as_xlsx,
    declared_register,
    desk,
    entries,
)
from engine.timing.local import ZONE

_TYPES: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def registers(visit: Visit) -> Registers:
    """What the person may read."""
    store = visit.house.runtime.store
    return Registers(
        items=[
            Register(
                name=one.name,
                zh=one.zh,
                en=one.en,
                family=one.family,
                clauses=list(one.clauses),
                columns=[_column(column) for column in one.columns],
                lines=store.register_size(one.name),
            )
            for one in desk.readable(visit.person)
        ]
    )


def _column(column: Column) -> RegisterColumn:
    return RegisterColumn(
        name=column.name,
        zh=column.zh,
        en=column.en,
        kind=column.kind.value,
        options=[OptionText(value=v, zh=one.zh, en=one.en) for v, one in column.values.items()],
    )


def lines(visit: Visit, name: str, asked: LinesQuery) -> RegisterLines:
    """One page of the register that the door has let the person into."""
    day = today(visit) if asked.due else None
    search = Search(text=asked.text, due=day, after=asked.after, limit=asked.limit + 1)
    register = declared_register(name)
    found = list(entries(visit.house.runtime.store, register, search))
    page = found[: asked.limit]
    more = page[-1].key if len(found) > asked.limit else None
    people = {
        login: show.person_name(visit.house, login).zh for login in desk.people_of(register, page)
    }
    return RegisterLines(
        items=[_line(one) for one in page],
        people=people,
        labels=spoken(desk.inner_names(page)),
        next=more,
    )


def _line(entry: Entry) -> RegisterLine:
    return RegisterLine(
        key=entry.key,
        version=entry.version,
        data=to_plain(dict(entry.data)),
        case=entry.case,
        element_id=entry.element_id,
        written_at=entry.written_at,
        by=entry.by,
        keep_until=entry.keep_until,
    )


def export(visit: Visit, name: str, asked: ExportQuery) -> Response:
    """The found lines as a file."""
    register, form = declared_register(name), asked.format
    search = Search(text=asked.text, due=today(visit) if asked.due else None)
    table = desk.sheet(
        visit.house.runtime.store,
        register,
        search,
        lambda login: show.person_name(visit.house, login).zh,
    )
    headings = [column.zh for column in table.columns]
    content = (
        as_csv(headings, table.rows)
        if form == "csv"
        else as_xlsx(register.zh, headings, table.rows)
    )
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(register.zh)}.{form}",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=_TYPES[form], headers=headers)


def today(visit: Visit) -> date:
    """The day in the office."""
    return visit.house.runtime.clock.now().astimezone(ZONE).date()


def dispose(visit: Visit, name: str, body: DisposalRequest) -> Instance:
    """Begin the case that disposes of the lines."""
    runtime = visit.house.runtime
    given = desk.disposal(runtime.store, visit.person, name, body.keys, today(visit))
    outcome = runtime.start(
        desk.DISPOSAL,
        {**given, "reason": body.reason},
        visit.person,
        command_id=visit.command_id,
    )
    return show.instance(visit.house, show.case_of(visit.house, outcome.instance_id))
