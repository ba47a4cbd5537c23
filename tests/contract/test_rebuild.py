"""Law 2: projections rebuilt from the log equal the tables, in every store alike."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engine.core import events as ev
from engine.core.commands import ExpireMessage
from engine.core.ids import InstanceId, Principal, UserId
from engine.core.people import SYSTEM
from engine.exchange.streams import Asked, append
from engine.ports import Store
from engine.store.memory import MemoryStore
from engine.store.sql_store import SqlStore
from engine.store.tables import PROJECTIONS
from tests.contract.cases import CLERK, Case, at, broadcast, done, offer, publish, start
from tests.contract.test_jobs import job, timer
from tests.contract.test_people_records import AWAY, GM, NAMED, READ, STREAM
from tests.contract.test_read_model import entry, stuck

Contents = dict[str, list[tuple[Any, ...]]]


def projections(store: Store) -> Contents:
    """All rows of all projection tables, in a stable order."""
    found: Contents = {}
    for table in PROJECTIONS:
        names = table.columns.keys()
        if isinstance(store, MemoryStore):
            memory_rows = store._memory.tables[table.name].values()
            rows = [tuple(row[name] for name in names) for row in memory_rows]
        else:
            assert isinstance(store, SqlStore)
            with store.database.read() as connection:
                rows = [tuple(row) for row in connection.execute(select(table))]
        if table.name == "search_text":  # a tsvector has its words in another order
            rows = [(*row[:-1], sorted(str(row[-1]).replace("'", "").split())) for row in rows]
        found[table.name] = sorted(rows, key=repr)
    return found


def expiry(message_id: str) -> ExpireMessage:
    return ExpireMessage(instance_id=InstanceId(f"message:{message_id}"))


def described(counter: str) -> ev.CaseDescribed:
    return ev.CaseDescribed(
        number="YZ-1", counter=counter, sequence=1, summary="s", searchable=("amount",)
    )


def shared(item: str) -> tuple[ev.Event, ...]:
    """What makes a case found by others, and its work somebody else's."""
    keeper = UserId("keeper")
    return (
        ev.VariablesChanged(scope=0, new={"amount": 3, "other": 4}),
        ev.InstanceCopied(by=keeper, to=(UserId("a"), UserId("b")), at=at(4)),
        ev.CopyRead(by=UserId("b"), at=at(5)),
        ev.WorkItemTransferred(
            work_item_id=item, by=keeper, to=UserId("c"), at=at(4), reason="away"
        ),
    )


def busy_case(store: Store, instance_id: str = "i1") -> Case:
    """A case that touches every projection."""
    case = start(
        store, instance_id, described(instance_id), offer(f"{instance_id}-1", excluded=("clerk",)),
        offer(f"{instance_id}-2", assignee="second", due_at=at(90)), timer(1, 5), timer(2, 6),
        job(1, 7), job(2, 8), job(3, 9),
    )  # fmt: skip
    keeper = UserId("keeper")
    case.append(store, ev.WorkItemClaimed(work_item_id=f"{instance_id}-1", by=keeper), when=at(1))
    case.append(store, ev.WorkItemReleased(work_item_id=f"{instance_id}-1", by=keeper), when=at(2))
    case.append(
        store,
        ev.WorkItemAssigned(
            work_item_id=f"{instance_id}-1",
            candidates=(Principal("user:a"), Principal("role:b")),
            excluded=(UserId("keeper"),),
        ),
        stuck(case), stuck(case, 2), entry(f"{instance_id}-line", 1, holder="x"),
        ev.TimerFired(timer_id="i1-t1", element_id="wait"),
        ev.JobFailed(job_id="i1-j1", element_id="n", attempt=1, error="e", retry_at=at(30)),
        ev.JobCanceled(job_id="i1-j2"),
        when=at(3),
    )  # fmt: skip
    case.append(
        store,
        *shared(f"{instance_id}-1"),
        when=at(4),
    )  # fmt: skip
    case.append(
        store,
        done(f"{instance_id}-1", "a", amount=None),
        ev.WorkItemCanceled(work_item_id=f"{instance_id}-2"),
        ev.IncidentResolved(incident_id=f"{instance_id}-i1", by="admin"),
        offer(f"{instance_id}-3"),
        ev.MessageThrown(
            job_id=f"{instance_id}-j9", element_id="tell", message="m", correlation_key="k"
        ),
        ev.MessageAwaited(
            subscription_id=f"{instance_id}-s1", element_id="w", token=7, message="m",
            correlation_key="k",
        ),
        entry(f"{instance_id}-line", 2, holder="y"),
        when=at(4),
    )  # fmt: skip
    return case


def test_rebuilt_projections_equal_the_tables(store: Store) -> None:
    busy_case(store)
    shared = start(store, "i0")
    shared.append(store, entry("i1-line", 3, holder="z"), when=at(5))
    ended = start(store, "i2", actor=CLERK)
    ended.append(store, ev.InstanceCompleted(at=at(6), end_events=("end",)))
    for message_id in ("taken", "expired", "kept"):
        publish(store, message_id)
    start(store, "i3", ev.MessageCorrelated(message_id="message:taken", at=at(7)))
    append(store, Asked(expiry("expired"), SYSTEM, "expire"), at(60))
    broadcast(store, "s1")
    append(store, Asked(NAMED, GM, STREAM), at(61))
    append(store, Asked(AWAY, GM, AWAY.instance_id), at(61))
    append(store, Asked(READ, GM, READ.instance_id), at(62))
    before = projections(store)
    assert all(before.values())
    store.rebuild()
    assert projections(store) == before
    store.rebuild()
    assert projections(store) == before


def test_rebuild_repairs_what_was_damaged(store: Store) -> None:
    busy_case(store)
    before = projections(store)
    if isinstance(store, SqlStore):
        with store.database.write() as connection:
            for table in PROJECTIONS:
                connection.execute(table.delete())
    elif isinstance(store, MemoryStore):
        for rows in store._memory.tables.tables.values():
            rows.clear()
    store.rebuild()
    assert projections(store) == before


def test_all_stores_project_the_same(store: Store) -> None:
    twin = MemoryStore()
    for each in (store, twin):
        busy_case(each)
    assert projections(store) == projections(twin)


MOVES = st.lists(
    st.sampled_from(["create", "claim", "release", "assign", "complete", "cancel"]), max_size=12
)


def _move(case: Case, move: str, number: int) -> ev.Event | None:
    assert case.state is not None
    if move == "create":
        return offer(f"w{number}", created_at=at(number), assignee="a" if number % 3 == 0 else None)
    if not case.state.work_items:
        return None
    item = list(case.state.work_items)[number % len(case.state.work_items)]
    user = UserId(f"u{number % 2}")
    return {
        "claim": ev.WorkItemClaimed(work_item_id=item, by=user),
        "release": ev.WorkItemReleased(work_item_id=item, by=user),
        "assign": ev.WorkItemAssigned(work_item_id=item, candidates=(Principal("role:x"),)),
        "complete": done(item, user),
        "cancel": ev.WorkItemCanceled(work_item_id=item),
    }[move]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_any_history_rebuilds_to_itself(moves: list[str]) -> None:
    store = MemoryStore()
    case = start(store, "i1")
    for number, move in enumerate(moves):
        event = _move(case, move, number)
        if event is not None:
            case.append(store, event, when=at(number))
    before = projections(store)
    store.rebuild()
    assert projections(store) == before
