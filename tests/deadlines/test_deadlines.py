"""Deadlines of user tasks: reminders, escalation, what a timeout does; recorded and replayed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.core import events as ev
from engine.core.commands_moves import ResumeInstance, SuspendInstance
from engine.core.ids import InstanceId, UserId
from engine.paths import processes_dir
from tests.properties.office import form, process, user_task

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday, 9:00 in the office
FORM = form("reply", {"type": "textfield", "key": "said", "label": "回复"})
HEAD = "sales-manager"
HOUR = timedelta(hours=1)


def errand(key: str, extra: str, more: str = "") -> bytes:
    """A request to the head of sales, with these attributes and children."""
    task = user_task("do", "reply", f'kind="role" value="{HEAD}"', more, extra)
    body = f'<startEvent id="begin" name="开始"/>{task}<endEvent id="done" name="完成"/>'
    return process(key, body, "f1 begin do\nf2 do done")


def times(text: str) -> str:
    return text.replace('"', "&quot;")


FILES = {
    "reminded": errand(
        "reminded",
        times("guicheng:reminder='= for n in 1..3 return duration(\"PT1H\") * n' ")
        + times("guicheng:escalation='= working time after(now(), duration(\"PT12H\"))'"),
    ),
    "passed": errand(
        "passed",
        times("guicheng:timeout='= duration(\"PT2H\")' guicheng:timeoutAction='pass' ")
        + times("guicheng:timeoutData='= {said: \"逾期视为同意\"}'"),
    ),
    "rejected": errand(
        "rejected",
        times("guicheng:timeout='= duration(\"PT2H\")' guicheng:timeoutAction='reject' ")
        + times("guicheng:timeoutData='= {said: \"no\"}'"),
        '<guicheng:approval decision="said" agree="yes" onReject="end"/>',
    ),
    "handed": errand(
        "handed",
        times("guicheng:timeout='= duration(\"PT2H\")' ")
        + "guicheng:timeoutAction='hand-over:role:gm'",
    ),
    "nobody": errand(
        "nobody",
        times("guicheng:timeout='= duration(\"PT2H\")' ")
        + "guicheng:timeoutAction='hand-over:role:infection-control'",
    ),
}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture(params=["memory", "sqlite"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[Engine]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'office.db'}"
    with open_engine(url, clock=clock, options=Options()) as engine:
        yield engine


def deploy(engine: Engine, key: str) -> None:
    calendar = (processes_dir() / "calendar.yaml").read_bytes()
    files = [(f"{key}.bpmn", FILES[key]), ("reply.form", FORM), ("calendar.yaml", calendar)]
    engine.runtime.deploy(files, engine.runtime.person("admin"))


def begin(engine: Engine, key: str) -> str:
    deploy(engine, key)
    return engine.start(key, {}, by="salesperson").id


def passes(engine: Engine, case: str) -> list[tuple[str, str]]:
    """What the deadlines of the case did, in order."""
    found = (entry.content for entry in engine.history(case))
    return [(one.kind, one.done) for one in found if isinstance(one, ev.DeadlinePassed)]


def test_holders_are_reminded_n_times_and_their_superior_is_told(
    engine: Engine, clock: FixedClock
) -> None:
    case = begin(engine, "reminded")
    store = engine.runtime.store
    dues = []
    while (due := store.next_due()) is not None:
        dues.append(due - MORNING)
        clock.set(due)
        assert engine.run_due() == 1
    engine.runtime.notifications.run()

    assert dues == [HOUR, 2 * HOUR, 3 * HOUR, timedelta(days=1, hours=5)]  # 12 hours of work
    assert passes(engine, case) == [("reminder", "remind")] * 3 + [("escalation", "escalate")]
    notifications = engine.runtime.notifications
    assert [one.kind for one in notifications.of(UserId(HEAD))] == ["reminded"] * 3 + ["new"]
    above = engine.runtime.person(HEAD).reports_to
    assert above is not None
    assert [one.kind for one in notifications.of(above)] == ["escalated"]
    assert engine.verify(case).ok
    assert engine.replay(case).equal


def test_deadlines_end_with_the_work(engine: Engine, clock: FixedClock) -> None:
    case = begin(engine, "reminded")
    (item,) = engine.worklist(instance=case)
    engine.complete(item.id, {}, by=HEAD)
    clock.advance(timedelta(days=9))

    assert engine.run_due() == 0
    assert engine.runtime.store.next_due() is None
    assert passes(engine, case) == []


def test_timeout_passes_with_the_declared_data(engine: Engine, clock: FixedClock) -> None:
    case = begin(engine, "passed")
    clock.advance(2 * HOUR)

    engine.run_due()

    assert engine.case(case).status == "completed"
    assert engine.variables(case)["said"] == "逾期视为同意"
    done = [e.content for e in engine.history(case) if isinstance(e.content, ev.WorkItemCompleted)]
    assert [one.by for one in done] == ["system"]
    assert passes(engine, case) == [("timeout", "pass")]
    assert engine.replay(case).equal


@pytest.mark.parametrize(
    ("process", "told"),
    [
        ("passed", "11:00 仍未办理，系统自动通过"),
        ("rejected", "11:00 仍未办理，系统自动拒绝"),
        ("handed", "11:00 仍未办理，转给角色 gm"),
        ("reminded", ""),
    ],
)
def test_way_ahead_says_what_happens_when_nobody_acts_in_time(
    engine: Engine, process: str, told: str
) -> None:
    deploy(engine, process)
    foretold = engine.predict(process, {}, by="salesperson")

    found = [one.text.zh for one in foretold.notes if "仍未办理" in one.text.zh]
    assert [text.endswith(told) for text in found] == ([True] if told else [])


def test_timeout_rejects_with_the_declared_effect(engine: Engine, clock: FixedClock) -> None:
    case = begin(engine, "rejected")
    clock.advance(2 * HOUR)

    engine.run_due()

    assert engine.case(case).status == "rejected"
    assert passes(engine, case) == [("timeout", "reject")]
    assert engine.replay(case).equal


def test_timeout_hands_the_work_over_to_a_role(engine: Engine, clock: FixedClock) -> None:
    case = begin(engine, "handed")
    clock.advance(2 * HOUR)

    engine.run_due()

    (item,) = engine.worklist(instance=case)
    assert item.candidates == ("gm",)
    assert passes(engine, case) == [("timeout", "hand-over")]
    assert engine.replay(case).equal


def test_work_stays_and_is_reminded_of_where_nobody_can_take_over(
    engine: Engine, clock: FixedClock
) -> None:
    case = begin(engine, "nobody")
    clock.advance(2 * HOUR)

    assert engine.run_due() == 1
    assert engine.run_due() == 0

    (item,) = engine.worklist(instance=case)
    assert item.candidates == (HEAD,)
    (passed,) = [e.content for e in engine.history(case) if type(e.content) is ev.DeadlinePassed]
    assert passed.done == "remind"
    assert "infection-control" in passed.zh
    assert engine.replay(case).equal


def test_restart_between_steps_changes_nothing(tmp_path: Path, clock: FixedClock) -> None:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    with open_engine(url, clock=clock) as engine:
        case = begin(engine, "reminded")
    for hours in (1, 2, 3):
        clock.set(MORNING + hours * HOUR)
        with open_engine(url, clock=clock) as engine:
            assert engine.run_due() == 1
            assert engine.run_due() == 0
    with open_engine(url, clock=clock) as engine:
        assert passes(engine, case) == [("reminder", "remind")] * 3
        engine.runtime.store.rebuild()
        assert engine.runtime.store.next_due() == MORNING + timedelta(days=1, hours=5)


def test_nothing_is_due_while_the_case_rests(engine: Engine, clock: FixedClock) -> None:
    case = begin(engine, "passed")
    runtime, admin = engine.runtime, engine.runtime.person("admin")
    rest = SuspendInstance(instance_id=InstanceId(case), reason="盘点")
    runtime.dispatch(rest, admin)
    clock.advance(3 * HOUR)

    assert engine.run_due() == 0
    assert runtime.store.next_due() is None
    runtime.dispatch(ResumeInstance(instance_id=InstanceId(case), reason="继续"), admin)
    engine.run_due()
    assert passes(engine, case) == []  # two hours of work are left, as there were

    clock.advance(3 * HOUR)  # one of them is for lunch
    engine.run_due()

    assert passes(engine, case) == [("timeout", "pass")]
    assert engine.replay(case).equal
