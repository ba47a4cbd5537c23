"""A store in memory reads the registers of another store and writes only its own."""

from __future__ import annotations

from engine.core import events as ev
from engine.core.ids import UserId
from engine.core.people import PROCESS_OWNER, Person
from engine.store.memory import MemoryStore
from engine.trials.apart import Readable
from tests.contract.cases import start

REGISTER = "seal-ledger"
OWNER = Person(id=UserId("owner"), name="负责人", roles=(PROCESS_OWNER,))
NOBODY = Person(id=UserId("clerk"), name="职员", roles=("staff",))


def entry(key: str, holder: str) -> ev.RegisterEntryWritten:
    return ev.RegisterEntryWritten(register=REGISTER, key=key, version=1, data={"holder": holder})


def test_lines_beneath_are_read_and_never_changed() -> None:
    real = MemoryStore()
    start(real, "i1").append(real, entry("公章", "keeper"), entry("法人章", "gm"))
    trial = MemoryStore(Readable(real, OWNER))

    seen = trial.register_line(REGISTER, "公章")
    case = start(trial, "t1")
    case.append(trial, entry("公章", "clerk"), entry("合同章", "clerk"))  # version 1: new here

    assert seen is not None
    assert (seen.version, seen.data) == (0, {"holder": "keeper"})
    lines = {one.key: one.data["holder"] for one in trial.register_lines(REGISTER)}
    assert lines == {"公章": "clerk", "合同章": "clerk", "法人章": "gm"}
    assert trial.register_size(REGISTER) == 3
    untouched = real.register_line(REGISTER, "公章")
    assert untouched is not None
    assert (untouched.data, real.register_size(REGISTER)) == ({"holder": "keeper"}, 2)


def test_register_that_the_person_may_not_read_is_empty() -> None:
    real = MemoryStore()
    start(real, "i1").append(real, entry("公章", "keeper"))

    trial = MemoryStore(Readable(real, NOBODY))

    assert trial.register_line(REGISTER, "公章") is None
    assert (trial.register_lines(REGISTER), trial.register_size(REGISTER)) == ([], 0)
