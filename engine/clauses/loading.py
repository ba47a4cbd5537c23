"""Reads what ships into the book that coverage is told from: diagrams, tables, forms, scenarios."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from engine.bootstrap import readers
from engine.clauses.citations import Citation, Sources, citations
from engine.clauses.coverage import Acted, Book
from engine.core.clause import Clause
from engine.core.definition import ProcessDefinition
from engine.dmn.model import DecisionModel, DecisionTable
from engine.errors import InvalidCommand
from engine.paths import forms_dir, processes_dir
from engine.scenarios import Scenario, read_scenarios
from engine.shipped import shipped_clauses, shipped_waivers


@cache
def shipped_definitions() -> tuple[ProcessDefinition, ...]:
    """Every shipped process."""
    read = readers().bpmn
    return tuple(one for file in _files("*.bpmn") for one in read(file.read_bytes()))


@cache
def shipped_citations() -> tuple[Citation, ...]:
    """Every citation of a clause by what ships; a placeholder carries out nothing."""
    sources = Sources(tables=_tables(), forms=_forms())
    built = (process for process in shipped_definitions() if not process.placeholder)
    return tuple(one for process in built for one in citations(process, sources))


@cache
def shipped_scenarios() -> tuple[Scenario, ...]:
    """Every shipped scenario."""
    files = sorted(processes_dir().glob("*/scenarios/*.yaml"))
    return tuple(one for file in files for one in read_scenarios(file))


def built_procedures() -> tuple[str, ...]:
    """The written procedures that a shipped process carries out, placeholders left out."""
    written = {clause.procedure for clause in shipped_clauses().values()}
    return tuple(
        one.key for one in shipped_definitions() if one.key in written and not one.placeholder
    )


def shipped_book(procedures: Sequence[str] = (), acted: Acted | None = None) -> Book:
    """The book of these procedures; of none, that of all that are built. Raises InvalidCommand
    for a procedure of which no clause is written."""
    chosen = procedures or built_procedures()
    written = shipped_clauses().values()
    unknown = sorted(set(chosen) - {clause.procedure for clause in written})
    if unknown:
        raise InvalidCommand(
            f"clauses.csv 中没有这些程序的条款：{'、'.join(unknown)}",
            f"Expected procedures of clauses.csv, got {', '.join(unknown)}",
        )
    book = Book(
        clauses=tuple(clause for clause in written if clause.procedure in chosen),
        citations=shipped_citations(),
        scenarios=tuple((f"{one.process}:{one.id}", one.proves) for one in shipped_scenarios()),
        waived=shipped_waivers(),
        acted=acted,
    )
    return replace(book, processes=_processes(book.clauses, frozenset(chosen)))


def _processes(clauses: Iterable[Clause], chosen: frozenset[str]) -> tuple[ProcessDefinition, ...]:
    """The processes of these procedures, and those that only help them: without clauses of their
    own, they cite some of these."""
    asked = {clause.id for clause in clauses}
    own = {clause.procedure for clause in shipped_clauses().values()}
    helping = {one.process for one in shipped_citations() if one.clause in asked} - own
    return tuple(one for one in shipped_definitions() if one.key in chosen | helping)


def _tables() -> Mapping[str, tuple[DecisionTable, ...]]:
    found: dict[str, tuple[DecisionTable, ...]] = {}
    for file in _files("*.dmn"):
        model: DecisionModel = readers().dmn(file.read_bytes())
        for decision in model.decisions:
            table = decision.expression
            found[decision.id] = (table,) if isinstance(table, DecisionTable) else ()
    return found


def _forms() -> Mapping[str, Mapping[str, Any]]:
    schemas = (json.loads(file.read_bytes()) for file in sorted(forms_dir().glob("*.form")))
    return {schema["id"]: schema for schema in schemas}


def _files(pattern: str) -> list[Path]:
    return sorted(processes_dir().rglob(pattern))
