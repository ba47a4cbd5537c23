"""A search over all cases by what they are about, who took part and what was done; as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from starlette.responses import Response

from api import show
from api.schemas import audit as shapes
from api.visit import Visit
from engine.audit.places import places_of
from engine.audit.question import case_query
from engine.core.values import Value
from engine.errors import NotFound
from engine.registers import as_csv, as_xlsx
from engine.timing.local import ZONE
from engine.views import InstanceQuery, InstanceView
from engine.words import word_for

MOST_ROWS: Final = 10_000
"""Cases of one file: the newest."""
_PAGE: Final = 500
_STATUSES: Final[Mapping[str, str]] = {
    "active": "进行中",
    "completed": "已办结",
    "terminated": "已终止",
    "withdrawn": "已撤回",
    "rejected": "未通过",
}
_HEADINGS: Final = (
    "编号", "标题", "流程", "状态", "发起人", "部门", "发起时间", "办结时间", "摘要", "案件",
)  # fmt: skip


def search(visit: Visit, asked: shapes.CaseSearch) -> shapes.FoundCases:
    """One page of cases, newest first. Raises NotFound for a clause that is not written, or that no
    process carries out."""
    runtime, query = visit.house.runtime, question(visit, asked)
    page = runtime.store.instances(query)
    count = None
    if asked.cursor is None:
        (count,) = runtime.filters.how_many([query])
    shown = [show.instance(visit.house, view) for view in page.items]
    return shapes.FoundCases(items=shown, count=count, next=page.next)


def question(visit: Visit, asked: shapes.CaseSearch) -> InstanceQuery:
    """What the cases are asked for."""
    reached = _carrying_out(visit, asked.clause) if asked.clause else None
    return case_query(visit.person, asked.model_dump(), reached)


def _carrying_out(visit: Visit, clause: str) -> tuple[str, ...]:
    """The places that carry a clause out."""
    book = visit.house.book.read()
    entry = book.entries.get(clause)
    if entry is None:
        raise NotFound(f"没有条款 {clause}", f"Expected a written clause, got {clause!r}")
    if not entry.places:
        raise NotFound(f"没有流程执行条款 {clause}", f"No process carries out clause {clause}")
    found = {
        place
        for one in entry.places
        for element in ([one.element] if one.element else book.starts[one.process])
        for place in places_of(one.process, element, book.users[one.process])
    }
    return tuple(sorted(found))


def amounts(visit: Visit) -> shapes.Amounts:
    """The numbers that cases can be found by, by what they are called."""
    names = visit.house.runtime.audit.amounts()
    found = ((name, word_for(name)) for name in names)
    return shapes.Amounts(
        items=[
            shapes.Amount(
                name=name,
                zh=word.text.zh if word is not None else name,
                en=word.text.en if word is not None else name,
            )
            for name, word in found
        ]
    )


def export(visit: Visit, asked: shapes.ExportQuery) -> Response:
    """The found cases as a table, newest first."""
    rows = [_row(visit, view) for view in _every(visit, question(visit, asked))]
    if asked.format == "csv":
        content, kind = as_csv(_HEADINGS, rows), "text/csv; charset=utf-8"
    else:
        content = as_xlsx("案件", _HEADINGS, rows)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    headers = {
        "Content-Disposition": f'attachment; filename="cases.{asked.format}"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=kind, headers=headers)


def _every(visit: Visit, query: InstanceQuery) -> Iterator[InstanceView]:
    store, given = visit.house.runtime.store, 0
    query = replace(query, cursor=None, limit=_PAGE)
    while given < MOST_ROWS:
        page = store.instances(query)
        yield from page.items
        given += len(page.items)
        if page.next is None:
            return
        query = replace(query, cursor=page.next)


def _row(visit: Visit, view: InstanceView) -> tuple[Value, ...]:
    department = visit.house.runtime.people.department_name(view.department)
    return (
        view.number,
        view.title or view.process_name,
        view.process_name,
        _STATUSES.get(view.status, view.status),
        view.initiator_name,
        department.zh,
        view.started_at.astimezone(ZONE),
        None if view.ended_at is None else view.ended_at.astimezone(ZONE),
        view.summary,
        view.id,
    )
