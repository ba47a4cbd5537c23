"""The command of clauses: coverage both ways, of what ships and of the cases of a database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final

import typer

from engine.clauses.acting import acting
from engine.clauses.coverage import Acted, Coverage, State, TracedClause, coverage
from engine.clauses.loading import shipped_book
from engine.cli.opening import looking
from engine.cli.output import Database, Json, emit, failures
from engine.core.events import Event
from engine.embedding import Engine

app = typer.Typer()

_STATES: Final = {
    State.TRACED: "已执行 / traced",
    State.WAIVED: "已豁免 / waived",
    State.MISSING: "未执行 / missing",
}


@app.command()
def clauses(
    procedures: Annotated[
        str,
        typer.Option(help="程序编号,逗号分隔;省略则全部已建成的 / Procedures, comma separated"),
    ] = "",
    database: Database = "",
    as_json: Json = False,
) -> None:
    """条款与图的对照,双向 / Which element carries out which clause, both ways.

    每一条:执行它的元素、证明它的场景、它在哪些案件中起过作用(给出数据库时)。反过来:每个元素的条款。
    有条款既无元素也未豁免时以 1 退出。豁免及理由在 not_executable.yaml。
    Of each clause: the elements, the scenarios that name it and, when a database is given, the
    cases in which its elements acted; and the clauses of each element. Exits with 1 when a clause
    has no element and is not waived, with a reason, in not_executable.yaml.
    """
    asked = [name for one in procedures.split(",") if (name := one.strip())]
    with failures(as_json):
        found = coverage(shipped_book(asked, _acted(database, as_json) if database else None))
        emit(_answer(found), as_json, lambda: "\n".join(_lines(found)))
    if found.count(State.MISSING):
        raise typer.Exit(1)


def _acted(database: str, as_json: bool) -> Acted:
    """Every case of the database, by what acted in it."""
    found: dict[tuple[str, str], list[str]] = {}
    with looking(database, as_json) as engine:
        for case in engine.runtime.store.instance_ids():
            for place in acting(_events(engine, case)):
                found.setdefault(place, []).append(case)
    return found


def _events(engine: Engine, case: str) -> Iterator[Event]:
    entries = engine.history(case)
    return (one.content for one in entries if isinstance(one.content, Event))


def _answer(found: Coverage) -> dict[str, Any]:
    return {
        "total": len(found.clauses),
        **{state.value: found.count(state) for state in State},
        "clauses": found.clauses,
        "elements": found.elements,
        "without_element": found.without_element,
        "without_basis": found.without_basis,
    }


def _lines(found: Coverage) -> Iterator[str]:
    yield "条款 → 元素 / Clauses -> elements"
    for clause in found.clauses:
        yield from _clause_lines(clause)
    yield "\n元素 → 条款 / Elements -> clauses"
    for one in found.elements:
        yield f"{one.element} {one.name}: {' '.join(one.clauses)}"
    yield from _listed("没有元素的条款 / Clauses without element", found.without_element)
    yield from _listed("没有依据的元素 / Elements without basis", found.without_basis)
    yield f"\n{_total(found)}"


def _clause_lines(clause: TracedClause) -> Iterator[str]:
    yield f"{clause.id} {clause.procedure} {_STATES[clause.state]}: {clause.text}"
    if clause.waiver:
        yield f"  理由 / reason: {clause.waiver.zh} / {clause.waiver.en}"
    if clause.elements:
        yield f"  元素 / elements: {', '.join(clause.elements)}"
    if clause.scenarios:
        yield f"  场景 / scenarios: {', '.join(clause.scenarios)}"
    if clause.cases is not None:
        yield f"  案件 / cases: {len(clause.cases)} {' '.join(clause.cases)}".rstrip()


def _listed(title: str, names: tuple[str, ...]) -> Iterator[str]:
    yield f"\n{title} ({len(names)})"
    yield from (f"  {name}" for name in names)


def _total(found: Coverage) -> str:
    total, traced, waived = len(found.clauses), *map(found.count, (State.TRACED, State.WAIVED))
    share = f"{100 * waived / total:.1f}"
    return (
        f"{total} 条中 {traced} 条已执行,{waived} 条已豁免({share} %) / "
        f"{traced} of {total} clauses traced, {waived} waived ({share} %)"
    )
