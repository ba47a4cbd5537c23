"""Commands of clauses: coverage both ways, what an edited clause leaves to review, the review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, Final

import typer

from engine.clauses.acting import acting
from engine.clauses.coverage import Acted, Coverage, State, TracedClause, coverage
from engine.clauses.loading import shipped_book
from engine.clauses.marks import ClauseMark
from engine.cli.bilingual import BilingualCommand, BilingualGroup
from engine.cli.mutation import Jobs, Mutate, OnlyClauses, narrowed, try_clauses
from engine.cli.opening import changing, looking, reading
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit, failures
from engine.core.events import Event
from engine.embedding import Engine
from engine.history.phrases import moment

app = typer.Typer(cls=BilingualGroup, invoke_without_command=True)
_STATES: Final = {
    State.TRACED: "已执行 / traced",
    State.WAIVED: "已豁免 / waived",
    State.MISSING: "未执行 / missing",
}


@app.callback()
def clauses(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    context: typer.Context,
    procedures: Annotated[
        str,
        typer.Option(help="程序编号，逗号分隔；省略则全部已建成的 / Procedures, comma separated"),
    ] = "",
    clause: OnlyClauses = "",
    mutate: Mutate = False,
    jobs: Jobs = 1,
    database: Database = "",
    as_json: Json = False,
) -> None:
    """条款与图的对照，双向 / Which element carries out which clause, both ways.

    每一条：执行它的元素、证明它的场景、它在哪些案件中起过作用（给出数据库时）。反过来：每个元素的条款。
    给出数据库时也列出因条款修改而待复核的元素。
    有条款既无元素也未豁免时以 1 退出。豁免及理由在 not_executable.yaml。
    Of each clause: the elements, the scenarios that name it and, when a database is given, the
    cases in which its elements acted, and what waits for a review because the clause was edited;
    and the clauses of each element. Exits with 1 when a clause has no element and is not waived,
    with a reason, in not_executable.yaml.

    `--mutate` 则逐一拿掉或改动执行条款的元素、数字、规则和字段（只在内存中），
    办一遍写明该条款的场景：场景失败即证明了它，没有一个失败的是幸存，说明见 survivors.yaml；
    有未说明的幸存时以 1 退出。
    `--mutate` instead drops or alters, in memory only, each element, figure, rule and field in
    turn and plays the scenarios that name the clause: one that fails proves it, one where none
    fails has survived. Exits with 1 when a survivor is not explained in survivors.yaml.
    """
    if context.invoked_subcommand is not None:  # what stands before its name counts for it too
        given = {"database": database or DEFAULT_DATABASE, "as_json": as_json}
        context.default_map = {context.invoked_subcommand: given}
        return
    asked = [name for one in procedures.split(",") if (name := one.strip())]
    only = [name for one in clause.split(",") if (name := one.strip())]
    with failures(as_json):
        book = narrowed(shipped_book(asked), only)
        if mutate:
            try_clauses(book, jobs, as_json)
            return
        acted, marks = _of_database(database, as_json) if database else (None, ())
        found = coverage(replace(book, acted=acted))
        asked_about = {one.id for one in found.clauses}
        marks = tuple(one for one in marks if one.clause in asked_about)
        lines = (*_lines(found), *_marked(marks), f"\n{_total(found)}")
        emit(_answer(found) | {"to_review": marks}, as_json, lambda: "\n".join(lines))
    if found.count(State.MISSING):
        raise typer.Exit(1)


@app.command(cls=BilingualCommand)
def marked(
    everything: Annotated[
        bool, typer.Option("--all", help="也列出已复核的 / Also what was reviewed")
    ] = False,
    actor: Actor = "admin",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """列出因条款修改而待复核的元素，新旧内容对照 / List what an edited clause leaves to review.

    每项：条款、元素、原来和现在的内容、谁在何时发布，复核人和意见。
    Each with the old and the new text, who published it when, and who confirmed it.
    """
    with reading(database, as_json) as engine:
        marks = engine.runtime.clause_marks
        found = marks.seen_by(engine.runtime.person(actor), reviewed=everything)
        emit(found, as_json, lambda: "\n".join(line for one in found for line in _mark_lines(one)))


@app.command(cls=BilingualCommand)
def review(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    clause: Annotated[str, typer.Argument(help="条款，如 PROC-016 / Clause")],
    process: Annotated[str, typer.Option("--process", help="流程 / Process")],
    element: Annotated[
        str | None, typer.Option(help="元素；省略则该流程全部 / Element; absent: all of them")
    ] = None,
    note: Annotated[str, typer.Option(help="复核意见 / What was found")] = "",
    actor: Actor = "admin",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """流程负责人确认元素符合修改后的条款 / Confirm that elements fit the clause as edited."""
    with changing(database, as_json) as engine:
        runtime = engine.runtime
        done = runtime.clause_marks.review(
            clause, process, runtime.person(actor), element=element, note=note
        )
        emit(done, as_json, lambda: "\n".join(f"已复核 / reviewed: {_place(one)}" for one in done))


def _of_database(database: str, as_json: bool) -> tuple[Acted, tuple[ClauseMark, ...]]:
    """Every case of the database, by what acted in it; and what waits for a review."""
    found: dict[tuple[str, str], list[str]] = {}
    with looking(database, as_json) as engine:
        for case in engine.runtime.store.instance_ids():
            for place in acting(_events(engine, case)):
                found.setdefault(place, []).append(case)
        return found, engine.runtime.clause_marks.open()


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


def _marked(marks: tuple[ClauseMark, ...]) -> Iterator[str]:
    if marks:
        yield f"\n条款已改，待复核 / Clauses edited, to be reviewed ({len(marks)})"
        yield from (f"  {one.clause} {_place(one)}" for one in marks)


def _mark_lines(mark: ClauseMark) -> Iterator[str]:
    yield f"{mark.clause}  {_place(mark)}  {', '.join(mark.places)}"
    yield f"  原 / before: {mark.before}"
    yield f"  现 / after: {mark.after or '（删去 / struck out）'}"
    yield f"  发布 / published: {mark.marked_by} {moment(mark.marked_at)}"
    if mark.reviewed_at:
        reviewed = f"{mark.reviewed_by} {moment(mark.reviewed_at)} {mark.note}"
        yield f"  复核 / reviewed: {reviewed}".rstrip()


def _place(mark: ClauseMark) -> str:
    return f"{mark.process}:{mark.element}" if mark.element else mark.process


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
        f"{total} 条中 {traced} 条已执行，{waived} 条已豁免（{share} %） / "
        f"{traced} of {total} clauses traced, {waived} waived ({share} %)"
    )
