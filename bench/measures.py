"""The measurements, each a function from a folder for its files to figures."""

from __future__ import annotations

import gc
import shutil
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter_ns

from bench.feel import feel
from bench.models import LEVELS
from bench.statistics import Figure, figure
from bench.subject import AGAIN, AGREE, CHAIN, LOOP, Subject
from bench.yardstick import Floor, Recording, Transaction
from engine.errors import GuichengError
from engine.views import WorklistQuery

BLOCKS = 60
CASES_PER_BLOCK = 20
CLIENTS = 32


def _timed(action: Callable[[], object]) -> int:
    begun = perf_counter_ns()
    action()
    return perf_counter_ns() - begun


def completion(folder: Path) -> list[Figure]:
    """A completion and a start against the same rows written directly, in alternating blocks."""
    subject = Subject(folder / "product.db")
    for _ in range(30):
        _whole_case(subject)
    subject.engine.run_due()
    _checkpoint(subject)
    shutil.copy(folder / "product.db", folder / "floor.db")
    floor, recording = Floor(folder / "floor.db"), subject.record()
    ratios, starts, absolute, floors = [], [], [], []
    gc.collect()
    for _ in range(BLOCKS):
        recording.taken()
        begun = _timed(lambda: _start_all(subject))
        started = recording.taken()
        spent = sum(_level(subject) for _ in range(LEVELS))
        completed = recording.taken()
        begun_floor = sum(_timed(lambda t=t: floor.apply(t)) for t in started)  # type: ignore[misc]
        spent_floor = sum(_timed(lambda t=t: floor.apply(t)) for t in completed)  # type: ignore[misc]
        ratios.append(spent / spent_floor)
        starts.append(begun / begun_floor)
        absolute.append(spent / CASES_PER_BLOCK / LEVELS / 1000)
        floors.append(spent_floor / CASES_PER_BLOCK / LEVELS / 1000)
    if subject.count() != floor.count():
        raise RuntimeError(f"void: product {subject.count()} rows, floor {floor.count()}")
    subject.close()
    floor.close()
    return [
        figure("completion_ratio_to_floor", ratios, goal=2.5),
        figure("start_ratio_to_floor", starts, goal=4.5),
        figure("completion_us", absolute, "us"),
        figure("floor_us", floors, "us"),
    ]


def _start_all(subject: Subject) -> None:
    subject.open = [subject.start() for _ in range(CASES_PER_BLOCK)]


def _level(subject: Subject) -> int:
    """Nanoseconds of completing the open work item of every case of the block, back to back; the
    requests are made before, as clients would."""
    requests = [subject.command(case, AGREE) for case in subject.open]
    dispatch = subject.engine.runtime.dispatcher.dispatch
    begun = perf_counter_ns()
    for command, actor in requests:
        dispatch(command, actor)
    return perf_counter_ns() - begun


def _whole_case(subject: Subject) -> None:
    case = subject.start()
    for _ in range(LEVELS):
        subject.complete(case, AGREE)


def _checkpoint(subject: Subject) -> None:
    import sqlite3

    with sqlite3.connect(str(subject.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def growth(folder: Path) -> list[Figure]:
    """Step 1,000 of a looping case against step 10 of a young one, step about.

    A still younger case stands behind both, so that neither writes at the far end of the tables,
    where a row costs less whatever the length of the case.
    """
    subject = Subject(folder / "growth.db")
    old = subject.start(LOOP)
    for _ in range(920):
        subject.complete(old, AGAIN)
    ratios = []
    for _ in range(20):
        young = subject.start(LOOP)
        for _ in range(6):
            subject.complete(young, AGAIN)
        subject.complete(subject.start(LOOP), AGAIN)
        pairs = [(subject.complete(old, AGAIN), subject.complete(young, AGAIN)) for _ in range(8)]
        ratios.append(median(late / early for late, early in pairs))
    subject.close()
    return [figure("growth_step_1000_to_10", ratios, goal=1.1)]


def cold_resume(folder: Path) -> list[Figure]:
    """Loading a case with 1,000 steps of history that is not in the cache, in hot completions."""
    subject = Subject(folder / "cold.db")
    case = subject.start(LOOP)
    for _ in range(1000):
        subject.complete(case, AGAIN)
    ratios, absolute = [], []
    for _ in range(20):
        hot = subject.complete(case, AGAIN)
        subject.engine.runtime.cache.clear()
        cold = _timed(lambda: subject.engine.runtime.live(case))
        ratios.append(cold / hot)
        absolute.append(cold / 1000)
    subject.close()
    return [
        figure("cold_resume_in_hot_completions", ratios, goal=40),
        figure("cold_resume_us", absolute, "us"),
    ]


def witness(folder: Path) -> list[Figure]:
    """The same completions in memory on the second interpreter against the kernel."""
    kernel = Subject(None)
    try:
        spiff = Subject(None, interpreter="spiff")
    except (GuichengError, ImportError) as error:
        print(f"witness_ratio_to_kernel: not measured: {error}")
        return []
    ratios = []
    for _ in range(12):
        spent = []
        for subject in (kernel, spiff):
            cases = [subject.start() for _ in range(4)]
            spent.append(sum(subject.complete(c, AGREE) for c in cases for _ in range(LEVELS)))
        ratios.append(spent[1] / spent[0])
    return [figure("witness_ratio_to_kernel", ratios)]


def memory(folder: Path) -> list[Figure]:
    """Bytes that one more live case keeps in memory."""
    subject = Subject(folder / "memory.db")
    for _ in range(20):
        subject.complete(subject.start(), AGREE)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(200):
        subject.complete(subject.start(), AGREE)
    gc.collect()
    grown = (tracemalloc.get_traced_memory()[0] - before) / 200 / 1024
    tracemalloc.stop()
    subject.close()
    return [figure("memory_per_live_instance", [grown], "KiB", goal=24)]


def throughput(folder: Path) -> list[Figure]:
    """Completions a second of 32 clients at once, against the floor of one client."""
    subject = Subject(folder / "many.db")
    for _ in range(20):
        _whole_case(subject)
    _checkpoint(subject)
    shutil.copy(folder / "many.db", folder / "many-floor.db")
    floor, recording = Floor(folder / "many-floor.db"), subject.record()
    ratios, rates = [], []
    with ThreadPoolExecutor(CLIENTS) as clients:
        for _ in range(6):
            cases = list(clients.map(lambda _: subject.start(), range(CLIENTS * 2)))
            for transaction in recording.taken():
                floor.apply(transaction)
            before = perf_counter_ns()
            list(clients.map(lambda case: _complete_all(subject, case), cases))
            seconds = (perf_counter_ns() - before) / 1e9
            done = len(cases) * LEVELS
            single = _floor_seconds(subject, floor, recording, recording.taken())
            rates.append(done / seconds)
            ratios.append(done / seconds * single)
    subject.close()
    floor.close()
    return [
        figure("throughput_32_clients_to_floor", ratios),
        figure("completions_per_second_32", rates, "/s"),
    ]


def _complete_all(subject: Subject, case: str) -> None:
    for _ in range(LEVELS):
        subject.complete(case, AGREE)


def _floor_seconds(
    subject: Subject, floor: Floor, recording: Recording, done: list[Transaction]
) -> float:
    """Seconds of one completion written alone: batches are taken apart by their log rows."""
    spent = sum(_timed(lambda t=t: floor.apply(t)) for t in done)  # type: ignore[misc]
    probe = [_solo(subject, floor, recording) for _ in range(40)]
    return median(probe) / 1e9 if spent else 0.0


def _solo(subject: Subject, floor: Floor, recording: Recording) -> int:
    """One completion by one client, written by the floor as well: its nanoseconds."""
    case = subject.start()
    subject.complete(case, AGREE)
    for transaction in recording.taken():
        floor.apply(transaction)
    subject.complete(case, AGREE)
    [last] = recording.taken()
    return _timed(lambda: floor.apply(last))


def worklist(folder: Path) -> list[Figure]:
    """The first page of an inbox: statements and milliseconds."""
    from sqlalchemy import event

    subject = Subject(folder / "worklist.db")
    for _ in range(300):
        subject.start()
    person = subject.engine.runtime.person("office-director")
    query = WorklistQuery(user=person.id, principals=person.principals())
    store = subject.engine.runtime.store
    statements: list[str] = []
    event.listen(
        store.database.engine,  # type: ignore[attr-defined]
        "before_cursor_execute",
        lambda *told: statements.append(told[2]),
    )
    page = store.worklist(query)
    count = len([text for text in statements if text.lstrip().upper().startswith("SELECT")])
    spent = [_timed(lambda: store.worklist(query)) / 1e6 for _ in range(50)]
    if len(page.items) != query.limit:
        raise RuntimeError(f"void: expected a full page, got {len(page.items)}")
    subject.close()
    return [
        figure("worklist_first_page_ms", spent, "ms"),
        figure("worklist_statements", [float(count)], ""),
    ]


MEASURES = (completion, growth, cold_resume, witness, memory, throughput, worklist, feel)
__all__ = ["CHAIN", "MEASURES"]
