"""Two requests at once to a real server: one wins, the other is told who did what, never a 5xx."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from api.app import create_app
from api.server import Server
from api.settings import Settings
from engine.bootstrap import Options, Runtime, open_runtime
from engine.clock import FixedClock
from engine.core.events import ApprovalDecided
from engine.embedding import Engine
from tests.operations.structures import FORM, INITIATOR, A, B, X, chain, diagram, event, task

MORNING: Final = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ROUNDS: Final = 3
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
VOTED: Final = diagram(
    "voted",
    task(
        "a",
        f'<guicheng:assignment kind="user" value="{B}"/>'
        '<guicheng:approval mode="any" resultVariable="found"/>',
    )
    + task("z") + chain("s", "a", "z", "e"),
)  # fmt: skip


class House:
    """A served database: what people and the worker ask of it."""

    def __init__(self, runtime: Runtime, port: int) -> None:
        self.runtime, self.engine = runtime, Engine(runtime)
        self._address = f"http://127.0.0.1:{port}/api/v1"
        self._secrets = {
            who: runtime.tokens.create(runtime.person(who).id, "race", ["work"], 30).secret
            for who in (INITIATOR, X, A, B)
        }

    def post(self, who: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        headers = {
            "Authorization": f"Bearer {self._secrets[who]}",
            "Content-Type": "application/json",
        }
        asked = Request(self._address + path, json.dumps(body).encode(), headers, method="POST")
        try:
            with urlopen(asked, timeout=60) as answer:
                return answer.status, json.load(answer)
        except HTTPError as refused:
            return refused.code, json.load(refused)

    def item(self, case: str, who: str) -> str:
        found = self.engine.worklist(instance=case)
        return next(one.id for one in found if who in one.candidates or one.assignee == who)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, blank: Path, tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("migrated_postgres_url")
    else:
        (tmp_path / "cases.db").write_bytes(blank.read_bytes())
    clock = FixedClock(MORNING)
    runtime = open_runtime(url, Options(clock=clock, quick_passwords=True))
    files = [("raced.bpmn", RACED), ("voted.bpmn", VOTED), ("note.form", FORM)]
    runtime.deploy(files, runtime.person("admin"))
    server = Server(create_app(Settings(worker=False), runtime), "127.0.0.1", 0, log_level="error")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        threading.Event().wait(0.01)
    yield House(runtime, server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    thread.join(30)
    runtime.close()


Answer = tuple[int, dict[str, Any]]
Act = Callable[[House, str, str], Answer]


def complete(house: House, case: str, item: str) -> Answer:
    return house.post(A, f"/work-items/{item}/complete", {"data": {}})


def withdraw(house: House, case: str, item: str) -> Answer:
    return house.post(INITIATOR, f"/instances/{case}/withdraw", {})


def give_back(house: House, case: str, item: str) -> Answer:
    return house.post(A, f"/work-items/{item}/return", {"to": "x", "reason": "改"})


def transfer(house: House, case: str, item: str) -> Answer:
    return house.post(A, f"/work-items/{item}/transfer", {"to": "cashier", "reason": "出差"})


def fire(house: House, case: str, item: str) -> Answer:
    """The worker has no one to tell: it wins where it did something."""
    return (
        (200, {})
        if house.runtime.worker.run_due()
        else (409, {"detail": "办结", "detail_en": "done"})
    )


RACES: Final[dict[str, tuple[Act, tuple[str, ...]]]] = {
    "withdraw": (withdraw, ("取消", "已经结束")),
    "return": (give_back, ("已由",)),
    "transfer": (transfer, ("已由", "办结")),
    "timer": (fire, ("已由系统", "办结")),
}


def at_once(house: House, case: str, item: str, acts: tuple[Act, Act]) -> list[Answer]:
    barrier = Barrier(2)

    def act(one: Act) -> Answer:
        barrier.wait(60)
        return one(house, case, item)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(act, acts))


@pytest.mark.parametrize("name", RACES)
def test_one_request_wins_and_the_other_is_told(house: House, name: str) -> None:
    rival, words = RACES[name]
    for turn in range(ROUNDS):
        case = house.engine.start("raced", {}, by=INITIATOR).id
        house.engine.complete(house.item(case, X), {}, by=X)
        item = house.item(case, A)
        if name == "timer":
            assert isinstance(house.runtime.clock, FixedClock)
            house.runtime.clock.advance(timedelta(days=2))

        said = refusal(
            at_once(house, case, item, (complete, rival) if turn % 2 else (rival, complete))
        )

        assert any(word in said for word in words), said
        assert house.engine.replay(case).equal


def test_one_of_two_deciding_votes_decides(house: House) -> None:
    for _ in range(ROUNDS):
        case = house.engine.start("voted", {}, by=INITIATOR).id

        acts = (vote(A, house.item(case, A)), vote(B, house.item(case, B)))
        said = refusal(at_once(house, case, "", acts))

        assert any(house.runtime.person(who).name in said for who in (A, B)), said
        events = [entry.content for entry in house.engine.history(case)]
        assert len([one for one in events if isinstance(one, ApprovalDecided)]) == 1
        assert [one.element_id for one in house.engine.worklist(instance=case)] == ["z"]
        assert house.engine.replay(case).equal


def vote(who: str, item: str) -> Act:
    """This person's opinion, which decides."""
    return lambda house, _case, _item: house.post(who, f"/work-items/{item}/complete", {"data": {}})


def refusal(answers: list[Answer]) -> str:
    """What the one who lost was told."""
    (won, _), (lost, problem) = sorted(answers, key=lambda one: one[0])
    assert won == 200, answers
    assert 400 <= lost < 500, answers
    assert problem["detail_en"] != problem["detail"]
    return str(problem["detail"])
