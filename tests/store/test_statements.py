"""Lists cost a constant number of statements and walk indexes, however long they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from engine.core.ids import Principal, UserId
from engine.store import sql_worklist
from engine.store.narrowing import KEPT
from engine.store.sql_store import SqlStore
from engine.views import InstanceQuery, WorklistQuery
from tests.contract.cases import at, deployment, done, offer, start

KEEPERS, STAFF = Principal("role:seal-keeper"), Principal("role:staff")
KEEPER = UserId("keeper")
Read = Callable[[SqlStore], Any]


def worklist(**more: Any) -> Read:
    query = WorklistQuery(user=KEEPER, principals=(KEEPERS, STAFF), **more)
    return lambda store: store.worklist(query)


def instances(**more: Any) -> Read:
    return lambda store: store.instances(InstanceQuery(**more))


SEARCH = "worklist searched"

READS: dict[str, tuple[int, Read]] = {
    **{f"worklist {v}": (1, worklist(view=v)) for v in ("mine", "candidate", "inbox", "done")},
    **{f"worklist {s}": (1, worklist(sort=s)) for s in ("due", "newest")},
    "worklist filtered": (1, worklist(process="seal-use")),
    SEARCH: (3, worklist(text="用印", process="seal-use")),
    "counts": (1, lambda store: store.worklist_counts(KEEPER, (KEEPERS, STAFF))),
    "cases": (1, instances()),
    "my cases": (1, instances(visible_to=KEEPER)),
    "cases started": (1, instances(initiator=UserId("clerk"))),
    "case": (1, lambda store: store.instance("i1")),
    "work item": (1, lambda store: store.work_item("i1-1")),
    "work items": (1, lambda store: store.work_items_of("i1")),
    "incidents": (1, lambda store: store.incidents()),
    "takes part": (2, lambda store: store.takes_part(KEEPER, (KEEPERS,), "i1")),
    "newest process": (1, lambda store: store.latest("process", "seal-use")),
    "newest form": (1, lambda store: store.latest("form", "seal-use")),
    "definitions": (1, lambda store: store.definitions()),
    "registers": (1, lambda store: store.register_lines("seal-ledger")),
    "due timers": (1, lambda store: store.due_timers(at(0), 10)),
    "due deadlines": (1, lambda store: store.due_deadlines(at(0), 10)),
    "due jobs": (1, lambda store: store.due_jobs(at(0), 10)),
    "next due": (1, lambda store: store.next_due()),
    "waiting for a message": (1, lambda store: store.subscriptions("m", "k")),
    "waiting for a signal": (1, lambda store: store.signal_subscriptions("fire")),
    "starts": (1, lambda store: store.start_triggers("message", "m")),
    "idle": (1, lambda store: store.is_idle(at(0))),
    "due starts": (1, lambda store: store.due_starts(at(0), 10)),
    "kept message": (1, lambda store: store.message("message:1")),
    "awaited messages": (1, lambda store: store.awaited_messages(at(0), 10)),
    "expired messages": (1, lambda store: store.expired_messages(at(0), 10)),
    "open signals": (1, lambda store: store.open_signals(10)),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """Nothing here changes it."""
    opened = SqlStore.open(f"sqlite:///{tmp_path_factory.mktemp('read') / 'cases.db'}")
    opened.save(deployment())
    for number in range(40):
        case = start(opened, f"i{number}", offer(f"i{number}-1"), offer(f"i{number}-2"))
        if number % 2:
            case.append(opened, done(f"i{number}-1", "keeper"))
    yield opened
    opened.close()


def statements_of(store: SqlStore, read: Read) -> list[tuple[str, Any]]:
    """What the read sends to the database, without the transaction around it."""
    found: list[tuple[str, Any]] = []

    def remember(_c: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.append((statement, values))

    fetch = store.database.fetch

    def hot(statement: str, values: tuple[Any, ...]) -> list[Any]:
        found.append((statement, values))
        return fetch(statement, values)

    event.listen(store.database.engine, "before_cursor_execute", remember)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store.database, "fetch", hot)
        read(store)
    event.remove(store.database.engine, "before_cursor_execute", remember)
    return found


@pytest.mark.parametrize("name", READS)
def test_read_takes_a_constant_number_of_statements(store: SqlStore, name: str) -> None:
    most, read = READS[name]
    assert 1 <= len(statements_of(store, read)) <= most


@pytest.mark.parametrize("name", [name for name in READS if name != "definitions"])
def test_read_walks_indexes_only(store: SqlStore, name: str) -> None:
    for statement, values in statements_of(store, READS[name][1]):
        with store.database.read() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        scans = [row[3] for row in plan if row[3].startswith("SCAN ")]
        tables = {"inbox", "work_item", "process_instance", "log", "participation", "timer", "job"}
        tables |= {"message", "subscription", "start_trigger", "start_timer"}
        walked = [scan for scan in scans if "USING" not in scan and scan.split()[1] in tables]
        assert walked == []


def test_no_list_looks_principals_up_together(store: SqlStore) -> None:
    for name in READS.keys() - {SEARCH}:  # a search begins at the cases that it found
        for statement, _ in statements_of(store, READS[name][1]):
            assert "principal IN (" not in statement


def test_statement_is_built_once_for_all_who_ask_alike(store: SqlStore) -> None:
    def ask(user: str, **more: Any) -> None:
        store.worklist(WorklistQuery(user=UserId(user), principals=(KEEPERS,), **more))

    sql_worklist.built.cache_clear()
    ask("keeper")
    ask("clerk", limit=3, cursor=None)
    assert sql_worklist.built.cache_info().misses == 1
    ask("keeper", process="seal-use")
    ask("clerk", process="leave")
    assert sql_worklist.built.cache_info().misses == 2
    assert sql_worklist.built.cache_info().maxsize == KEPT
