"""The worklist at a million work items against twenty thousand: pages, counts, search.

Rows are written straight into the projections, as the events of as many cases would leave them: a
tenth of the items is a case, a fifth is open, 5 000 people in 1 to 8 of 200 groups whose sizes
fall off. On PostgreSQL the server is that of the tests, or the one at GUICHENG_BENCH_POSTGRES_URL,
on which there are the databases `small` and `large`. What an earlier run has filled is measured
again as it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter_ns, thread_time_ns
from typing import Any, Final

from sqlalchemy import Table, event, insert, make_url, select, text

from bench.statistics import Figure, figure
from engine.core.ids import Principal, UserId, role_principal, user_principal
from engine.store import tables as t
from engine.store.cursors import encode_cursor
from engine.store.facts import from_micros, texts
from engine.store.searching import found_by
from engine.store.sortable import sortable
from engine.store.sql_filters import filters_of
from engine.store.sql_store import SqlStore
from engine.views import InstanceQuery, Page, VariableFilter, WorklistQuery
from tests.postgres import database, find_binaries, server

PEOPLE: Final = 5_000
GROUPS: Final = 200
PROCESSES: Final = 20
SMALL: Final = 20_000
LARGE: Final = 1_000_000
GOAL: Final = 2.5
USERS: Final = 40
REPEATS: Final = 5
CHUNK: Final = 5_000
NOON: Final = 1_795_320_000_000_000
NOW: Final = from_micros(NOON + 3_600_000_000)
DEAR: Final = (VariableFilter("amount", ">=", Decimal(99_000)),)
_WORDS: Final = "用印 采购 报销 请假 出差 合同 车辆 会议 培训 招聘 资产 档案 付款 借款".split()


def worklist_million(folder: Path) -> list[Figure]:
    """Each query at a million items against the same at twenty thousand, in turn, on SQLite."""
    return _measured("SQLite", lambda name: f"sqlite:///{folder / name}.db")


def worklist_million_postgres(_folder: Path) -> list[Figure]:
    """The same on PostgreSQL."""
    given = os.environ.get("GUICHENG_BENCH_POSTGRES_URL")
    if given:
        return _measured("PostgreSQL", partial(_named, given))
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError("Expected PostgreSQL, or its address in GUICHENG_BENCH_POSTGRES_URL")
    with server(binaries) as url, database(url, "small"), database(url, "large"):
        return _measured("PostgreSQL", partial(_named, url))


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _measured(place: str, address: Callable[[str], str]) -> list[Figure]:
    small, large = _filled(address("small"), SMALL), _filled(address("large"), LARGE)
    figures: list[Figure] = []
    for name in _queries(small, _person(0)):
        figures += _compared(f"{place} {name}", name, (small, large))
        print("\n".join(one.line() for one in figures[-4:]), flush=True)
    small.close()
    large.close()
    return figures


def _compared(title: str, name: str, stores: tuple[SqlStore, SqlStore]) -> list[Figure]:
    ratios, times, statements, rows = [], [], set(), []
    for number in range(USERS):
        spent = []
        for store in stores:
            ask = _queries(store, _person(number * 97))[name]
            sent, found = _counted(store, ask)  # warms it up too
            statements.add(sent)
            watch = _watch(store)
            spent.append(min(_timed(ask, watch) for _ in range(REPEATS)))
        rows.append(float(found))
        ratios.append(spent[1] / spent[0])
        times.append(spent[1] / 1e6)
    if len(statements) != 1:
        raise RuntimeError(f"void: {name} costs {sorted(statements)} statements")
    return [
        figure(f"{title}, 1 M / 20 k", ratios, goal=GOAL),
        figure(f"{title}, at 1 M", times, unit="ms"),
        figure(f"{title}, statements", [float(*statements)], unit=""),
        figure(f"{title}, found", rows, unit=""),
    ]


def _size(answer: Any) -> int:
    """How much an answer holds: rows of a page, or the sum of counts."""
    if isinstance(answer, Page):
        return len(answer.items)
    return sum(answer.values() if isinstance(answer, Mapping) else answer)


def _timed(ask: Callable[[], object], watch: Callable[[], int]) -> int:
    begun = watch()
    ask()
    return watch() - begun


def _watch(store: SqlStore) -> Callable[[], int]:
    """Nanoseconds of processor time, here and in the server's process, so that what else runs on
    the machine does not count; where a server's cannot be read, those of the clock."""
    if store.database.dialect == "sqlite":
        return thread_time_ns
    with store.database.read() as connection:
        server = Path(f"/proc/{connection.scalar(text('SELECT pg_backend_pid()'))}/schedstat")
    if not os.access(server, os.R_OK):
        return perf_counter_ns
    return lambda: thread_time_ns() + int(server.read_text().split()[0])


def _counted(store: SqlStore, ask: Callable[[], object]) -> tuple[int, int]:
    """Statements sent, without that which begins a transaction, and how much was found."""
    sent: list[str] = []

    def seen(*arguments: Any) -> None:
        sent.append(arguments[2])

    event.listen(store.database.engine, "before_cursor_execute", seen)
    try:
        found = ask()
    finally:
        event.remove(store.database.engine, "before_cursor_execute", seen)
    return len([one for one in sent if not one.startswith("BEGIN")]), _size(found)


def _person(number: int) -> WorklistQuery:
    """Somebody, with the groups that they are in."""
    person = number % PEOPLE
    principals = tuple(role_principal(f"g{group}") for group in _groups_of(person))
    return WorklistQuery(user=UserId(f"u{person}"), principals=principals)


def _groups_of(person: int) -> tuple[int, ...]:
    chance = Random(person)
    return tuple({int(GROUPS * chance.random() ** 2) for _ in range(chance.randint(1, 8))})


def _queries(store: SqlStore, who: WorklistQuery) -> dict[str, Callable[[], object]]:
    """What a person asks for. A page far on begins where the hundredth would, or at the end."""
    far = encode_cursor("worklist/inbox/created", NOON + _later(store, who), "w")
    needle = _own_number(store, who)
    return {
        "first page": lambda: store.worklist(who),
        "hundredth page": lambda: store.worklist(replace(who, cursor=far)),
        "counts": lambda: store.worklist_counts(who.user, who.principals),
        "more counts": lambda: store.more_counts(who, NOW),
        "search a number": lambda: store.worklist(replace(who, text=needle)),
        "search a word, 1 case in 14": lambda: store.worklist(replace(who, text="合同")),
        "search a word, 1 case in 200": lambda: store.worklist(replace(who, text="急件")),
        "search one character": lambda: store.worklist(replace(who, text="购")),
        "search a comment": lambda: store.worklist(replace(who, text="青龙桥")),
        "search all cases": lambda: store.instances(InstanceQuery(text="采购")),
        "filter by process": lambda: store.worklist(replace(who, process="p3")),
        "filter by variable": lambda: store.worklist(replace(who, variables=DEAR)),
        "five saved filters counted": lambda: filters_of(store).how_many(
            (
                replace(who, process="p3"),
                replace(who, view="overdue", now=NOW),
                replace(who, text="青龙桥"),
                replace(who, department="d7", priority=60),
                InstanceQuery(visible_to=who.user, status="active"),
            )
        ),
    }


_FAR: Final[dict[tuple[int, str], int]] = {}


def _later(store: SqlStore, who: WorklistQuery) -> int:
    """When the 2 475th item of the person's inbox was created, or the last but a page."""
    key = (id(store), who.user)
    if key not in _FAR:
        names = [user_principal(who.user), *who.principals]
        chosen = (
            select(t.inbox.c.created_at)
            .where(t.inbox.c.principal.in_(names))
            .order_by(t.inbox.c.created_at)
        )
        with store.database.read() as connection:
            found = list(connection.execute(chosen).scalars())
        place = min(99 * who.limit, max(len(found) - who.limit - 1, 0))
        _FAR[key] = found[place] - NOON if found else 0
    return _FAR[key]


_OWN: Final[dict[tuple[int, str], str]] = {}


def _own_number(store: SqlStore, who: WorklistQuery) -> str:
    """The number of the case of the newest item that is offered to the person."""
    key = (id(store), who.user)
    if key not in _OWN:
        items = store.worklist(replace(who, sort="newest", limit=1)).items
        _OWN[key] = items[0].number if items else "YZ-0000001"
    return _OWN[key]


# -- what is there --------------------------------------------------------------------------------


def _filled(url: str, items: int) -> SqlStore:
    store = SqlStore.open(url)
    with store.database.read() as connection:
        if connection.scalar(select(t.process_instance.c.id).limit(1)) is not None:
            return store
    makers: tuple[tuple[Table, Callable[[int], Iterator[dict[str, Any]]]], ...] = (
        (t.process_model, _models),
        (t.process_instance, _cases),
        (t.participation, _participants),
        (t.case_value, _values),
        (t.search_text, _texts),
        (t.work_item, _items),
        (t.inbox, _inbox),
    )
    for table, make in makers:
        rows: list[dict[str, Any]] = []
        for row in make(items):
            rows.append(row)
            if len(rows) == CHUNK:
                _write(store, table, rows)
                rows = []
        if rows:
            _write(store, table, rows)
    with store.database.write() as connection:
        connection.execute(text("ANALYZE"))
    return store


def _write(store: SqlStore, table: Table, rows: list[dict[str, Any]]) -> None:
    with store.database.write() as connection:
        connection.execute(insert(table), rows)


def _models(_: int) -> Iterator[dict[str, Any]]:
    for number in range(PROCESSES):
        yield {
            "key": f"p{number}", "digest": "d", "name": f"流程{number}", "name_en": "",
            "family": "f", "placeholder": False, "startable_by": "[]", "clauses": "[]",
            "task_names": "审批",
        }  # fmt: skip


def _title(case: int) -> str:
    urgent = "急件" if case % 200 == 0 else ""
    return f"{_WORDS[case * 5 % len(_WORDS)]}申请 {case} 号{urgent}"


def _cases(items: int) -> Iterator[dict[str, Any]]:
    for case in range(items // 10):
        yield {
            "id": f"c{case:07}", "version": 1, "head": b"", "process": f"p{case % PROCESSES}",
            "process_digest": "d", "title": _title(case), "status": "active",
            "initiator": f"u{case % PEOPLE}", "initiator_name": "某人",
            "started_at": NOON + case * 10, "end_events": "[]", "open_incidents": 0,
            "number": f"YZ-{case:07}", "summary": "", "department": f"d{case % 40}",
        }  # fmt: skip


def _participants(items: int) -> Iterator[dict[str, Any]]:
    for case in range(items // 10):
        for person in {case % PEOPLE, case * 31 % PEOPLE, case * 77 % PEOPLE}:
            yield {
                "login": f"u{person}", "started_at": NOON + case * 10,
                "instance_id": f"c{case:07}",
            }  # fmt: skip


def _values(items: int) -> Iterator[dict[str, Any]]:
    for case in range(items // 10):
        value = sortable(Decimal(case * 7919 % 100_000))
        yield {"instance_id": f"c{case:07}", "name": "amount", "value": value}


def _texts(items: int) -> Iterator[dict[str, Any]]:
    """Every title and number; a comment on every third case, twenty of which name a place."""
    names = ("id", "instance_id", "kind", "text", "grams")
    cases = items // 10
    for case in range(cases):
        found = [("case", f"{_title(case)}\nYZ-{case:07}")]
        if case % 3 == 0:
            place = "青龙桥" if case % (cases // 20) == 0 else "总部"
            found.append(("comment", f"请{place}的同事按第 {case % 97} 条办理，谢谢"))
        for kind, words in found:
            operation = found_by(f"c{case:07}", kind, "", words)
            yield dict(zip(names, operation.values, strict=True))


def _offered(item: int) -> tuple[bool, tuple[Principal, ...]]:
    """Whether it is assigned, and to whom it is offered: one time in ten to two groups."""
    chance = Random(item)
    if chance.random() < 0.5:
        return True, (user_principal(f"u{chance.randrange(PEOPLE)}"),)
    count = 2 if chance.random() < 0.2 else 1
    groups = {int(GROUPS * chance.random() ** 2) for _ in range(count)}
    return False, tuple(role_principal(f"g{group}") for group in sorted(groups))


def _items(items: int) -> Iterator[dict[str, Any]]:
    for item in range(items):
        assigned, offered = _offered(item)
        done = item % 5 != 0
        name = offered[0].partition(":")[2]
        yield {
            "id": f"w{item:08}", "instance_id": f"c{item // 10:07}",
            "process": f"p{item // 10 % PROCESSES}", "element_id": "approve", "name": "审批",
            "name_en": "Approve", "form_id": "f", "state": "completed" if done else "ready",
            "assignee": name if assigned else None, "candidates": texts(offered),
            "excluded": "[]", "created_at": NOON + item, "priority": 50 + item % 3 * 10,
            "ended_at": NOON + item + 5 if done else None,
            "ended_by": f"u{item % PEOPLE}" if done else None, "reason_zh": "", "reason_en": "",
        }  # fmt: skip


def _inbox(items: int) -> Iterator[dict[str, Any]]:
    for item in range(0, items, 5):
        assigned, offered = _offered(item)
        case = item // 10
        for principal in offered:
            yield {
                "principal": principal, "created_at": NOON + item, "work_item_id": f"w{item:08}",
                "assigned": assigned, "due_at": NOON + item + 10**9 * (item % 8) or t.FAR,
                "excluded": "[]", "instance_id": f"c{case:07}", "alone": len(offered) == 1,
                "process": f"p{case % PROCESSES}", "initiator": f"u{case % PEOPLE}",
                "department": f"d{case % 40}", "priority": 50 + item % 3 * 10,
            }  # fmt: skip
