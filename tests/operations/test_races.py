"""Two people at once, on two servers over one database: exactly one wins, the other is told why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Final

import pytest

from engine.bootstrap import Options, Runtime, open_runtime
from engine.clock import FixedClock
from engine.core.commands import CompleteWorkItem, FireTimer, TransferWorkItem
from engine.core.ids import InstanceId
from engine.core.people import SYSTEM
from engine.embedding import Engine
from engine.errors import CommandRejected, ConcurrencyConflict
from engine.moving import Moving, ReturnTo, Who
from tests.operations.structures import FORM, INITIATOR, A, X, chain, diagram, event, task

ROUNDS: Final = 2
MORNING: Final = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LATE: Final = (
    '<boundaryEvent id="t" name="t" attachedToRef="a"><timerEventDefinition>'
    '<timeDuration>duration("P1D")</timeDuration></timerEventDefinition></boundaryEvent>'
)
RACED: Final = diagram(
    "raced",
    task("x") + task("a") + LATE + event("end", "late") + chain("s", "x", "a", "e")
    + chain("t", "late"),
    'guicheng:withdraw="always"',
)  # fmt: skip


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def servers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Runtime, Runtime]]:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("migrated_postgres_url")
    clock = FixedClock(MORNING)
    one, other = (open_runtime(url, Options(clock=clock)) for _ in range(2))
    one.deploy([("raced.bpmn", RACED), ("note.form", FORM)], one.person("admin"))
    yield one, other
    one.close()
    other.close()


Act = Callable[[Runtime, str, str], object]


def complete(runtime: Runtime, case: str, item: str) -> object:
    command = CompleteWorkItem(instance_id=InstanceId(case), work_item_id=item, data={})
    return runtime.dispatch(command, runtime.person(A))


def withdraw(runtime: Runtime, case: str, item: str) -> object:
    return Moving(runtime).withdraw(case, "不要了", Who(actor=runtime.person(INITIATOR)))


def give_back(runtime: Runtime, case: str, item: str) -> object:
    return Moving(runtime).give_back(item, ReturnTo(reason="改"), Who(actor=runtime.person(A)))


def take_back(runtime: Runtime, case: str, item: str) -> object:
    done = next(one for one in runtime.store.work_items_of(case) if one.element_id == "x")
    return Moving(runtime).take_back(done.id, "", Who(actor=runtime.person(X)))


def transfer(runtime: Runtime, case: str, item: str) -> object:
    to = runtime.person("cashier")
    command = TransferWorkItem(
        instance_id=InstanceId(case), work_item_id=item, to=to, reason="出差"
    )
    return runtime.dispatch(command, runtime.person(A))


def fire(runtime: Runtime, case: str, item: str) -> object:
    (timer,) = runtime.live(case).state.timers or ("none",)
    return runtime.dispatch(FireTimer(instance_id=InstanceId(case), timer_id=timer), SYSTEM)


RACES: Final[dict[str, Act]] = {
    "withdraw": withdraw,
    "return": give_back,
    "take back": take_back,
    "transfer": transfer,
    "timer": fire,
}


def take_round_back(runtime: Runtime, case: str, item: str) -> object:
    done = next(
        one
        for one in runtime.store.work_items_of(case)
        if one.element_id == "x" and one.ended_by == A
    )
    return Moving(runtime).take_back(done.id, "", Who(actor=runtime.person(A)))


def test_taking_a_decision_of_several_back_and_the_next_who_acts_are_never_both(
    servers: tuple[Runtime, Runtime],
) -> None:
    engine = Engine(servers[0])
    several = f'<guicheng:assignment kind="user" value="{A}"/><guicheng:approval mode="all"/>'
    diagrammed = diagram("several", task("x", several) + task("a") + chain("s", "x", "a", "e"))
    servers[0].deploy([("several.bpmn", diagrammed)], servers[0].person("admin"))
    for turn in range(ROUNDS):
        case = engine.start("several", {}, by=INITIATOR).id
        for who in (X, A):
            theirs = next(i for i in engine.worklist(instance=case) if i.assignee == who)
            engine.complete(theirs.id, {}, by=who)
        item = engine.worklist(instance=case)[0].id
        acts = (complete, take_round_back) if turn % 2 else (take_round_back, complete)

        assert both(acts, servers, case, item) == 1
        assert engine.replay(case).equal


def take_turn_back(runtime: Runtime, case: str, item: str) -> object:
    done = next(one for one in runtime.store.work_items_of(case) if one.ended_by == A)
    return Moving(runtime).take_back(done.id, "", Who(actor=runtime.person(A)))


def test_taking_a_turn_back_and_whose_turn_is_next_are_never_both(
    servers: tuple[Runtime, Runtime],
) -> None:
    engine = Engine(servers[0])
    marker = (
        '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>2'
        "</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
    )
    several = task("a").replace("</userTask>", marker)
    diagrammed = diagram("turns", several + chain("s", "a", "e"))
    servers[0].deploy([("turns.bpmn", diagrammed)], servers[0].person("admin"))
    for turn in range(ROUNDS):
        case = engine.start("turns", {}, by=INITIATOR).id
        engine.complete(engine.worklist(instance=case)[0].id, {}, by=A)
        item = engine.worklist(instance=case)[0].id
        acts = (complete, take_turn_back) if turn % 2 else (take_turn_back, complete)

        assert both(acts, servers, case, item) == 1
        assert engine.replay(case).equal


@pytest.mark.parametrize("name", RACES)
def test_one_of_two_wins(servers: tuple[Runtime, Runtime], name: str) -> None:
    one, other = servers
    engine = Engine(one)
    for turn in range(ROUNDS):
        case = engine.start("raced", {}, by=INITIATOR).id
        engine.complete(engine.worklist(instance=case)[0].id, {}, by=X)
        item = engine.worklist(instance=case)[0].id
        clock = one.clock
        assert isinstance(clock, FixedClock)
        clock.advance(timedelta(days=2))
        acts = (complete, RACES[name]) if turn % 2 else (RACES[name], complete)
        won = both(acts, servers, case, item)

        assert won == 1, f"{name}: {won} of two won"
        assert engine.replay(case).equal
    assert other.store.version(case) == one.store.version(case)


def both(acts: tuple[Act, Act], servers: tuple[Runtime, Runtime], case: str, item: str) -> int:
    """Both at once; how many won. The others were refused, not failed."""
    barrier = Barrier(2)

    def act(number: int) -> int:
        barrier.wait(60)
        try:
            acts[number](servers[number], case, item)
        except (CommandRejected, ConcurrencyConflict):
            return 0
        return 1

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(act, range(2)))
