"""Fifty people claim the same work items at once: one wins each, the others are told who."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from engine.bootstrap import Options, Runtime, open_runtime
from engine.core.ids import UserId
from engine.core.people import Person
from engine.embedding import Engine
from engine.errors import Text
from engine.identity.organisation import Organisation

PEOPLE = [UserId(f"keeper{number:02}") for number in range(50)]
API = "/api/v1"
SHARED = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:guicheng="urn:guicheng:bpmn:1" targetNamespace="urn:guicheng:tests" id="d">
  <process id="shared" name="Shared" isExecutable="true" guicheng:family="tests">
    <startEvent id="begin" name="Begin"/>
    <sequenceFlow id="f1" sourceRef="begin" targetRef="work"/>
    <userTask id="work" name="Work" guicheng:formId="work">
      <extensionElements>
        <guicheng:assignment kind="role" value="keeper"/>
      </extensionElements>
    </userTask>
    <sequenceFlow id="f2" sourceRef="work" targetRef="over"/>
    <endEvent id="over" name="Over"/>
  </process>
</definitions>"""
FORM = b'{"type": "default", "schemaVersion": 19, "id": "work", "components": []}'


def organisation() -> Organisation:
    """Fifty keepers, and an administrator."""
    members = {login: Person(id=login, name=login, roles=("keeper",)) for login in PEOPLE}
    admin = UserId("admin")
    members[admin] = Person(id=admin, name="admin", roles=("administrator",))
    roles = {name: Text(zh=name, en=name) for name in ("keeper", "administrator")}
    return Organisation(departments={}, roles=roles, members=members)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def runtime(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Runtime]:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("migrated_postgres_url")
    options = Options(organisation=organisation(), quick_passwords=True)
    opened = open_runtime(url, options)
    yield opened
    opened.close()


def race(runtime: Runtime, count: int) -> dict[str, list[tuple[UserId, Any]]]:
    """Everybody claims every item over HTTP, all of them the same item at the same moment."""
    engine = Engine(runtime)
    runtime.deploy([("shared.bpmn", SHARED), ("work.form", FORM)], runtime.person("admin"))
    items = [
        engine.worklist(instance=engine.start("shared", {}, by=PEOPLE[0]).id)[0].id
        for _ in range(count)
    ]
    app = create_app(Settings(worker=False), runtime)
    barrier = Barrier(len(PEOPLE))
    with TestClient(app, raise_server_exceptions=False) as client:

        def claims(person: UserId) -> list[tuple[str, UserId, Any]]:
            secret = runtime.tokens.create(person, "race", ["work"], 1).secret
            found: list[tuple[str, UserId, Any]] = []
            for item in items:
                barrier.wait(120)
                headers = {"Authorization": f"Bearer {secret}"}
                answer = client.post(f"{API}/work-items/{item}/claim", headers=headers)
                found.append((item, person, answer))
            return found

        with ThreadPoolExecutor(len(PEOPLE)) as pool:
            answers = list(itertools.chain.from_iterable(pool.map(claims, PEOPLE)))
    return {item: [(who, said) for one, who, said in answers if one == item] for item in items}


def check(runtime: Runtime, answers: dict[str, list[tuple[UserId, Any]]]) -> None:
    """One winner each, who has it; everybody else gets 409 with the winner's name."""
    for item, given in answers.items():
        assert Counter(said.status_code for _, said in given) == {200: 1, 409: len(PEOPLE) - 1}
        (winner,) = (who for who, said in given if said.status_code == 200)
        kept = runtime.store.work_item(item)
        assert kept is not None
        assert kept.assignee == winner
        for who, said in given:
            assert who == winner or winner in said.json()["detail"], said.text


def test_exactly_one_of_fifty_wins_each_item(runtime: Runtime) -> None:
    check(runtime, race(runtime, 8))


@pytest.mark.long
def test_exactly_one_of_fifty_wins_each_of_two_hundred_items(runtime: Runtime) -> None:
    check(runtime, race(runtime, 200))
