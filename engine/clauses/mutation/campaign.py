"""Tries all clauses of the asked procedures, on several processors if asked, family by family."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import groupby
from multiprocessing import get_context

from engine.clauses.loading import shipped_citations, shipped_scenarios
from engine.clauses.mutation.found import Shelf
from engine.clauses.mutation.stage import Stage
from engine.clauses.mutation.trial import ClauseResult, Trial
from engine.core.clause import Clause
from engine.parameters import FILE, read_parameter_entries
from engine.paths import processes_dir


def try_all(
    clauses: Sequence[Clause],
    jobs: int = 1,
    progress: Callable[[ClauseResult], None] = lambda tested: None,
) -> tuple[ClauseResult, ...]:
    """Every clause with what became of its mutations, in order. With several jobs, each is a
    process of its own with its own stage."""
    procedures = [tuple(of) for _, of in groupby(clauses, key=lambda one: one.procedure)]
    if jobs == 1:
        return _told(map(_run, procedures), progress)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        return _told(pool.map(_run, procedures), progress)


def _told(
    found: Iterable[tuple[ClauseResult, ...]], progress: Callable[[ClauseResult], None]
) -> tuple[ClauseResult, ...]:
    done: list[ClauseResult] = []
    for several in found:
        for one in several:
            progress(one)
            done.append(one)
    return tuple(done)


def _run(clauses: Sequence[Clause]) -> tuple[ClauseResult, ...]:
    return tuple(map(_trial().run, clauses))


@cache
def _trial() -> Trial:
    """One per process: the stage takes seconds to set."""
    entries = read_parameter_entries((processes_dir() / FILE).read_bytes())
    stage = Stage()
    shelf = Shelf(
        stage=stage,
        citations=shipped_citations(),
        figures={name: tuple(entry.get("clauses", ())) for name, entry in entries.items()},
    )
    return Trial(stage, shelf, shipped_scenarios())
