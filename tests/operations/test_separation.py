"""Separation of duties holds when work comes back to who has done what it is kept separate from."""

from __future__ import annotations

import pytest

from engine import Engine
from engine.errors import NotPermitted
from engine.moving import ReturnTo
from tests.operations.conftest import Office
from tests.operations.structures import WHO, B, X, chain, diagram, gateway, task

APART = diagram(
    "apart",
    task("x").replace("<userTask", '<userTask guicheng:separateFrom="a"')
    + task("a").replace(f'value="{WHO["a"]}"', f'value="{X}"')
    + task("b") + chain("s", "x", "a", "b", "e"),
)  # fmt: skip


def test_return_gives_nothing_to_who_is_kept_separate_since(engine: Engine) -> None:
    engine.runtime.deploy([("apart.bpmn", APART)], engine.runtime.person("admin"))
    office = Office(engine, "apart")
    office.complete("x", "a")  # both by the same person: only the way back is forbidden

    with pytest.raises(NotPermitted, match="kept separate"):
        office.moving.give_back(
            office.item("b"), ReturnTo(to="x", reason="改", straight=True), office.who(B)
        )
    office.moving.give_back(office.item("b"), ReturnTo(to="x", reason="改"), office.who(B))

    assert office.open() == [("x", "")]
    assert [one.kind for one in engine.incidents(office.id)] == ["nobody-found"]
    with pytest.raises(NotPermitted, match="Separation of duties"):
        engine.complete(office.item("x"), {}, by=X)
    office.check()


def test_taking_back_is_refused_to_who_did_since_what_it_is_kept_separate_from(
    engine: Engine,
) -> None:
    beside = diagram(
        "beside",
        task("a").replace("<userTask", '<userTask guicheng:separateFrom="c"') + task("b")
        + task("c").replace(f'value="{WHO["c"]}"', f'value="{WHO["a"]}"')
        + gateway("f") + gateway("j") + chain("s", "f", "a", "b", "j", "e") + chain("f", "c", "j"),
    )  # fmt: skip
    engine.runtime.deploy([("beside.bpmn", beside)], engine.runtime.person("admin"))
    office = Office(engine, "beside")
    office.complete("a", "c")  # only the way back is forbidden
    before = office.events()

    with pytest.raises(NotPermitted, match="kept separate"):
        office.moving.take_back(office.done["a"], "", office.who(WHO["a"]))
    assert office.events() == before
