"""Operations on many cases: exactly what was previewed is touched, each case by its own command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.batches import Action, Asked, Batch, BatchItem, BatchStatus, ItemStatus, Selection
from engine.clock import FixedClock
from engine.core.people import Person
from engine.errors import InvalidCommand, InvalidState, NotFound, NotPermitted
from engine.moving import Moving, Who
from tests.cli.test_incidents import FORM as CHOICE_FORM
from tests.cli.test_incidents import STUCK
from tests.operations.structures import FORM, INITIATOR, STRUCTURES, WHO

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ALL = Selection(process="sequence")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(params=["memory", "sqlite"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[Engine]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'office.db'}"
    with open_engine(url, clock=clock) as opened:
        files = [
            ("sequence.bpmn", STRUCTURES["sequence"]),
            ("note.form", FORM),
            ("choice.bpmn", STUCK.encode()),
            ("choice.form", CHOICE_FORM.encode()),
        ]
        opened.runtime.deploy(files, opened.runtime.person("admin"))
        yield opened


@pytest.fixture
def cases(engine: Engine) -> list[str]:
    """Three cases that stand at x."""
    return [engine.start("sequence", {"note": "n", "amount": 1}, by=INITIATOR).id for _ in "abc"]


def who(engine: Engine, login: str = "admin") -> Person:
    return engine.runtime.person(login)


def asking(action: Action, selection: Selection = ALL, **more: str) -> Asked:
    return Asked(action=action, selection=selection, **more)


def previewed(engine: Engine, asked: Asked) -> Batch:
    return engine.runtime.batches.preview(asked, who(engine))


def ran(engine: Engine, batch: Batch, reason: str = "盘点") -> Batch:
    """The batch after the worker had its turns."""
    batches, admin = engine.runtime.batches, who(engine)
    assert batches.run(batch.id, batch.digest, reason, admin).status is BatchStatus.RUNNING
    engine.run_due()
    return batches.one(batch.id, admin)


def results(engine: Engine, batch: Batch) -> dict[str, ItemStatus]:
    return {one.instance_id: one.status for one in items(engine, batch)}


def items(engine: Engine, batch: Batch) -> list[BatchItem]:
    return engine.runtime.batches.items(batch)


def suspended(engine: Engine, case: str) -> bool:
    return Moving(engine.runtime).standing(case).suspended


def test_what_was_previewed_is_done_by_recorded_commands_of_who_asked(
    engine: Engine, cases: list[str]
) -> None:
    batch = previewed(engine, asking(Action.SUSPEND))
    assert not any(suspended(engine, one) for one in cases)
    assert [one.where.zh for one in items(engine, batch)] == ["x"] * 3

    done = ran(engine, batch)

    assert (done.status, done.counts, done.reason) == (BatchStatus.DONE, {"done": 3}, "盘点")
    assert all(suspended(engine, one) for one in cases)
    rows = engine.runtime.store.rows(cases[0])
    commands = [row.command_id for row in rows if row.type == "Command:SuspendInstance"]
    assert [str(one).rpartition(":")[0] for one in commands] == [f"batch:{batch.id}"]
    resumed = ran(engine, previewed(engine, asking(Action.RESUME, Selection(suspended=True,
        process="sequence"))))  # fmt: skip
    assert resumed.counts == {"done": 3}
    assert engine.verify(cases[0]).ok


def test_case_that_changed_after_the_preview_is_reported_and_not_touched(
    engine: Engine, cases: list[str]
) -> None:
    batch = previewed(engine, asking(Action.TERMINATE))
    [item] = engine.worklist(instance=cases[1])
    engine.complete(item.id, {"note": "n"}, by=WHO["x"])

    done = ran(engine, batch)

    assert done.counts == {"done": 2, "changed": 1}
    assert results(engine, done)[cases[1]] is ItemStatus.CHANGED
    assert engine.case(cases[1]).status == "active"
    assert engine.case(cases[0]).status == "terminated"


def test_element_version_and_age_narrow_the_selection(
    engine: Engine, cases: list[str], clock: FixedClock
) -> None:
    [item] = engine.worklist(instance=cases[2])
    engine.complete(item.id, {"note": "n"}, by=WHO["x"])
    clock.advance(timedelta(days=3))
    late = engine.start("sequence", {"note": "n", "amount": 1}, by=INITIATOR).id

    def meant(**more: object) -> set[str]:
        asked = asking(Action.SUSPEND, Selection(process="sequence", **more))
        return set(results(engine, previewed(engine, asked)))

    assert meant(element="x") == {cases[0], cases[1], late}
    assert meant(element="a") == {cases[2]}
    assert meant(started_before=NOW + timedelta(days=1)) == set(cases)
    assert meant(version=1) == {*cases, late}
    assert meant(ids=(cases[0],)) == {cases[0]}
    with pytest.raises(NotFound):
        meant(version=7)
    with pytest.raises(InvalidCommand):
        previewed(engine, asking(Action.SUSPEND, Selection()))


def test_tokens_move_from_one_element_to_another(engine: Engine, cases: list[str]) -> None:
    at_x = Selection(process="sequence", element="x")
    assert previewed(engine, asking(Action.MOVE, at_x, to="nowhere")).counts == {"barred": 3}

    done = ran(engine, previewed(engine, asking(Action.MOVE, at_x, to="b")))

    assert done.counts == {"done": 3}
    assert engine.runtime.live(cases[0]).positions()[0][0] == "b"
    with pytest.raises(InvalidCommand):
        previewed(engine, asking(Action.MOVE, at_x))


def test_work_of_somebody_goes_to_another_even_twice_in_one_case(
    engine: Engine, cases: list[str]
) -> None:
    engine.claim(engine.worklist(instance=cases[0])[0].id, by=WHO["x"])
    asked = Asked(action=Action.TRANSFER, of=WHO["x"], to="hr-admin")

    done = ran(engine, previewed(engine, asked))

    assert done.counts == {"done": 3}
    assert {engine.worklist(instance=case)[0].assignee for case in cases} == {"hr-admin"}
    assert previewed(engine, asked).counts == {}
    with pytest.raises(InvalidCommand):
        previewed(engine, Asked(action=Action.TRANSFER, of=WHO["x"], to=WHO["x"]))


def test_incidents_of_one_cause_are_retried_by_who_operates_the_process(engine: Engine) -> None:
    stuck = [engine.start("choice", {"side": "up"}, by="gm").id for _ in "ab"]
    operator = who(engine, "office-director")
    batches = engine.runtime.batches
    asked = asking(Action.RETRY, Selection(process="choice", element="which"))
    batch = batches.preview(asked, operator)
    assert batch.counts == {"waiting": 2}

    Moving(engine.runtime).correct(stuck[0], {"side": "left"}, "改", Who(actor=who(engine)))
    fresh = batches.preview(asked, operator)
    batches.run(fresh.id, fresh.digest, "已改正", operator)
    engine.run_due()

    assert engine.case(stuck[0]).status == "completed"
    assert engine.case(stuck[1]).status == "active"  # tried again, and stuck again
    assert batches.one(fresh.id, operator).counts == {"done": 2}
    said = {one.instance_id: one.said.zh for one in items(engine, fresh)}
    assert not said[stuck[0]]
    assert "又停住" in said[stuck[1]]
    with pytest.raises(NotPermitted):
        batches.preview(asked, who(engine, "cashier"))
    with pytest.raises(NotPermitted):
        batches.preview(asking(Action.SUSPEND, Selection(process="choice")), operator)
    with pytest.raises(NotFound):
        batches.one(previewed(engine, asked).id, operator)


def test_run_is_refused_without_its_digest_twice_or_too_late(
    engine: Engine, cases: list[str], clock: FixedClock
) -> None:
    batches, admin = engine.runtime.batches, who(engine)
    batch = previewed(engine, asking(Action.SUSPEND))
    with pytest.raises(InvalidState):
        batches.run(batch.id, "other", "x", admin)
    with pytest.raises(InvalidCommand):
        batches.run(batch.id, batch.digest, " ", admin)
    ran(engine, batch)
    with pytest.raises(InvalidState):
        batches.run(batch.id, batch.digest, "x", admin)
    barred = previewed(engine, asking(Action.SUSPEND))
    assert barred.counts == {"barred": 3}
    with pytest.raises(InvalidState, match=r"(?i)something"):
        batches.run(barred.id, barred.digest, "x", admin)
    old = previewed(engine, asking(Action.RESUME))
    clock.advance(timedelta(days=2))
    with pytest.raises(InvalidState, match="last day"):
        batches.run(old.id, old.digest, "x", admin)
    assert [one.id for one in batches.listed(admin, None, 10)] == [batch.id]


def test_stopped_batch_leaves_the_rest_untouched(engine: Engine, cases: list[str]) -> None:
    batches, admin = engine.runtime.batches, who(engine)
    batch = previewed(engine, asking(Action.SUSPEND))
    batches.run(batch.id, batch.digest, "x", admin)

    assert batches.stop(batch.id, admin).counts == {"stopped": 3}
    engine.run_due()

    assert not any(suspended(engine, one) for one in cases)
    with pytest.raises(InvalidState):
        batches.stop(batch.id, admin)


def test_batch_goes_on_where_a_crash_stopped_it_and_does_nothing_twice(
    engine: Engine, cases: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    batches, admin = engine.runtime.batches, who(engine)
    batch = previewed(engine, asking(Action.SUSPEND))
    batches.run(batch.id, batch.digest, "x", admin)

    class PowerCut(BaseException):
        pass

    def cut(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(batches._kept, "end_item", cut)
        with pytest.raises(PowerCut):
            batches.work()
    engine.run_due()

    assert batches.one(batch.id, admin).counts == {"done": 3}
    for case in cases:
        rows = engine.runtime.store.rows(case)
        assert sum(row.type == "Command:SuspendInstance" for row in rows) == 1
