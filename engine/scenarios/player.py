"""Plays the steps of a scenario through the real command path, on a clock that stands still."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.clock import FixedClock
from engine.core.events import MessageAwaited
from engine.embedding import Engine, OpenItem
from engine.errors import CommandRejected, InvalidForm, NotFound
from engine.exchange import Message, Receipt
from engine.passing import pass_time
from engine.scenarios.expectations import differences
from engine.scenarios.operations import perform
from engine.scenarios.script import Step
from engine.scenarios.settings import set_parameters
from engine.timing import NotATime, later
from engine.views import InstanceQuery

ZONE: Final = ZoneInfo("Asia/Shanghai")


class ScenarioFailed(AssertionError):
    """A step went otherwise than the scenario says."""


def office_time(text: str) -> datetime:
    """A moment in office time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def run_until(engine: Engine, clock: FixedClock, moment: datetime) -> None:
    """Let time pass: whatever falls due on the way happens at its own time."""
    pass_time(engine.runtime.store, engine.runtime.worker, clock, moment)


class Player:
    """Plays one scenario. `engine` may be replaced between steps: a restart."""

    def __init__(self, engine: Engine, clock: FixedClock, *, by: str = "") -> None:
        self.engine = engine
        self.clock = clock
        self.by = by  # who acts where a step does not say who
        self.cases: dict[str, str] = {}
        self._now_at = ""

    @property
    def case(self) -> str:
        """The id of the case that the step at hand is about. Raises ScenarioFailed."""
        if self._now_at not in self.cases:
            raise ScenarioFailed(f"Expected case {self._now_at!r} to be started first")
        return self.cases[self._now_at]

    def adopt(self, case: str, name: str = "") -> None:
        """Steps that say this name are about this case, which exists."""
        self.cases[name] = case
        self._now_at = name

    def play(self, step: Step) -> None:
        """Perform one step. Raises ScenarioFailed."""
        act = {
            "start": self._start,
            "begun": self._begun,
            "complete": self._complete,
            "claim": self._claim,
            "clock": self._clock,
            "expect": self._expect,
            "error": self._error,
            "escalate": self._escalate,
            "message": self._message,
            "signal": self._signal,
            "activate": self._activate,
            "finish": self._finish,
            "retry": self._retry,
            "terminate": self._terminate,
            "parameters": self._parameters,
        }.get(step.verb, self._operate)
        step = step.done_by(step.by or self.by)
        self._now_at = step.case
        try:
            act(step)
        except CommandRejected as rejected:
            self._rejected(step, rejected)
            return
        if step.refused:
            raise ScenarioFailed(f"Expected {_told(step)} to be refused: {step.refused}")

    def item(self, element_id: str, nth: int = 1, by: str = "") -> OpenItem:
        """The open work item of a user task, the nth of several; of a round the one of who acts.
        Raises ScenarioFailed."""
        items = self.engine.worklist(instance=self.case)
        named = [item for item in items if item.element_id == element_id]
        if any("." in item.id for item in named):
            named = [item for item in named if by in ("", item.assignee)] or named
        if 0 < nth <= len(named):
            return named[nth - 1]
        found = ", ".join(item.element_id for item in items) or "nothing"
        raise ScenarioFailed(
            f"Expected {element_id} to be open, but {found} is; incidents: "
            f"{[one.en for one in self.engine.incidents(self.case)]}"
        )

    def _start(self, step: Step) -> None:
        started = self.engine.start(step.about, self._values(step.data, step.by), by=step.by)
        self.cases[step.case] = started.id
        self.engine.run_due()

    def _begun(self, step: Step) -> None:
        """The newest case of the process that is not named yet: a timer, message or signal began
        it. Raises NotFound, so that a step can say `refused: not-found`: none has begun yet."""
        found = self.engine.runtime.store.instances(InstanceQuery(process=step.about, limit=100))
        named = self.cases.values()
        begun = [one.id for one in found.items if one.id not in named]
        if not begun:
            en = f"Expected a case of {step.about} to have begun"
            raise NotFound(f"没有发起 {step.about} 的案件", en)
        self.cases[step.case] = begun[0]

    def _complete(self, step: Step) -> None:
        item = self.item(step.about, step.nth, step.absent or step.by)
        values, said = self._values(step.data, step.by), {"opinion": step.opinion}
        self.engine.complete(item.id, values, by=step.by, absent=step.absent or None, **said)
        self.engine.run_due()

    def _operate(self, step: Step) -> None:
        perform(self, step)

    def _claim(self, step: Step) -> None:
        item = self.item(step.about, step.nth)
        self.engine.claim(item.id, by=step.by, absent=step.absent or None)

    def _error(self, step: Step) -> None:
        item, data = self.item(step.about, step.nth), self._values(step.data, step.by)
        self.engine.throw_error(item.id, step.code, by=step.by, data=data)
        self.engine.run_due()

    def _escalate(self, step: Step) -> None:
        item, data = self.item(step.about, step.nth), self._values(step.data, step.by)
        self.engine.escalate(item.id, step.code, by=step.by, data=data)
        self.engine.run_due()

    def _message(self, step: Step) -> None:
        data, new = self._values(step.data, step.by), self.engine.runtime.ids.new()
        message = Message(id=new, name=str(step.about), key=self._key(step), data=data)
        self._received(step, self.engine.send_message(message, by=step.by))

    def _key(self, step: Step) -> str:
        """The correlation key; `*` is the one that the case waits for."""
        if step.key != "*":
            return step.key
        rows = [row.content for row in self.engine.history(self.case)]
        awaited = [one for one in rows if isinstance(one, MessageAwaited)]
        found = [one.correlation_key for one in awaited if one.message == step.about]
        if not found:
            raise ScenarioFailed(f"Expected the case to wait for {step.about}")
        return str(found[-1])

    def _signal(self, step: Step) -> None:
        data = self._values(step.data, step.by)
        self._received(step, self.engine.broadcast(str(step.about), data, by=step.by))

    def _received(self, step: Step, receipt: Receipt) -> None:
        """What it started is the case that the following steps are about, if there is none yet."""
        self.engine.run_due()
        if receipt.started:
            self.cases.setdefault(step.case, receipt.started[0])

    def _activate(self, step: Step) -> None:
        self.engine.activate(self.item(step.about, step.nth).id, step.element, by=step.by)
        self.engine.run_due()

    def _finish(self, step: Step) -> None:
        self.engine.finish(self.item(step.about, step.nth).id, by=step.by)
        self.engine.run_due()

    def _retry(self, step: Step) -> None:
        for stuck in self.engine.incidents(self.case):
            if stuck.element_id == step.about:
                self.engine.retry(stuck.id, self._values(step.data, step.by), by=step.by)
                self.engine.run_due()
                return
        raise ScenarioFailed(f"Expected an incident at {step.about}")

    def _terminate(self, step: Step) -> None:
        self.engine.terminate(self.case, reason=str(step.about), by=step.by)

    def _parameters(self, step: Step) -> None:
        set_parameters(self.engine, step.about, by=step.by)

    def _clock(self, step: Step) -> None:
        run_until(self.engine, self.clock, self.moment(str(step.about)))

    def moment(self, text: str) -> datetime:
        """An absolute office time, or now plus an ISO 8601 duration."""
        if not text.startswith(("P", "-P")):
            return office_time(text)  # a scenario's times have no zone
        try:
            return later(self.clock.now(), text, ZONE)
        except NotATime as error:
            raise ScenarioFailed(f"Expected a duration such as P1D, got {text}") from error

    def _expect(self, step: Step) -> None:
        found = differences(self.engine, self.case, step.about)
        if found:
            raise ScenarioFailed("; ".join(found))

    def _rejected(self, step: Step, rejected: CommandRejected) -> None:
        if step.refused != rejected.kind:
            raise ScenarioFailed(f"{_told(step)}: {rejected} ({rejected.kind})") from rejected
        if not step.fields:
            return
        named = {e.path for e in rejected.fields} if isinstance(rejected, InvalidForm) else set()
        if named != set(step.fields):
            raise ScenarioFailed(
                f"{_told(step)}: expected refusal of {sorted(step.fields)}, got {sorted(named)}"
            ) from rejected

    def _values(self, data: Any, by: str) -> Any:
        """The data with `{after: PT1H}`, `{day_after: P1D}`, `{file: name}`, `{variable: name}` and
        `{every: list, with: {...}}` put in place."""
        if isinstance(data, Mapping):
            if data.keys() == {"after"}:
                return self.moment(data["after"]).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")
            if data.keys() == {"day_after"}:
                return self.moment(data["day_after"]).astimezone(ZONE).date().isoformat()
            if data.keys() == {"variable"}:
                return self.engine.variables(self.case).get(data["variable"])
            if data.keys() == {"every", "with"}:
                every = self._values(data["every"], by)
                return [{**one, **self._values(data["with"], by)} for one in every]
            if data.keys() == {"file"}:
                return [self.engine.upload(f"{data['file']}\n".encode(), data["file"], by=by)]
            return {name: self._values(value, by) for name, value in data.items()}
        return [self._values(item, by) for item in data] if isinstance(data, list) else data


def _told(step: Step) -> str:
    return f"{step.verb} {step.about} by {step.by}"
