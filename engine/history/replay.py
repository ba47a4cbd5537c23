"""Re-executes recorded commands in a fresh engine and compares the events byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.codec import decode_envelope
from engine.core.commands import StartInstance
from engine.core.state import InstanceState
from engine.errors import CommandRejected, GuichengError, IntegrityViolation
from engine.handlers.case import PreparedCase
from engine.handlers.load import CaseSource, Replayed, commands_of, re_execute
from engine.handlers.record import bodies_of
from engine.ports import EventLog
from engine.views import LogRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first row at which re-execution left the record."""

    version: int
    recorded: str
    replayed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayVerdict:
    """Whether one case, re-executed, led to exactly what is recorded."""

    instance_id: str
    commands: int
    events: int
    equal: bool
    difference: Difference | None = None


def replay(log: EventLog, cases: CaseSource, instance_id: str) -> ReplayVerdict:
    """Re-execute one case from its first command. Uses no snapshot and no cache.

    Raises IntegrityViolation when the log cannot be read as commands with their events.
    """
    commands = events = 0
    rows = log.rows(instance_id)
    if not rows:
        raise IntegrityViolation(
            f"没有案件 {instance_id} 的历史", f"Expected a history of {instance_id}"
        )
    for step in steps(cases, rows):
        commands += 1
        events += len(step.recorded)
        difference = compare(step) if isinstance(step, Replayed) else step.difference
        if difference is not None:
            return ReplayVerdict(
                instance_id=instance_id,
                commands=commands,
                events=events,
                equal=False,
                difference=difference,
            )
    return ReplayVerdict(instance_id=instance_id, commands=commands, events=events, equal=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failed:
    recorded: tuple[LogRow, ...]
    difference: Difference


def steps(cases: CaseSource, rows: list[LogRow]) -> Iterator[Replayed | _Failed]:
    """Each command of one case re-executed on what the ones before it led to."""
    case: PreparedCase | None = None
    state: InstanceState | None = None
    machine: object = None
    for row, recorded in commands_of(rows):
        try:
            case = case or _case_of(cases, row)
            again = re_execute(case, (state, machine), row, recorded)
        except (CommandRejected, IntegrityViolation) as error:
            yield _Failed(recorded=recorded, difference=_refused(row, error))
            return
        yield again
        state, machine = again.performed.state, again.performed.machine


def _case_of(cases: CaseSource, row: LogRow) -> PreparedCase:
    command = decode_envelope(row.body).command
    if not isinstance(command, StartInstance):
        raise IntegrityViolation(
            f"案件 {row.instance_id} 的历史不是以启动命令开头",
            f"Expected the history of {row.instance_id} to begin with StartInstance",
        )
    return cases(command.pinned)


def _refused(row: LogRow, error: GuichengError) -> Difference:
    return Difference(version=row.version, recorded=f"{row.type} accepted", replayed=str(error))


def compare(step: Replayed) -> Difference | None:
    """The first difference between what a command led to then and now.

    The command is taken as it was recorded: a later release that knows more of its fields would
    write them too.
    """
    command = (step.row.type, step.row.body)
    then = [command, *((row.type, row.body) for row in step.recorded)]
    now = [command, *bodies_of(step.envelope, step.performed.events)[1:]]
    for offset in range(max(len(then), len(now))):
        was = then[offset] if offset < len(then) else ("nothing", b"")
        is_ = now[offset] if offset < len(now) else ("nothing", b"")
        if was != is_:
            return Difference(
                version=step.row.version + offset, recorded=_show(was), replayed=_show(is_)
            )
    return None


def _show(entry: tuple[str, bytes]) -> str:
    row_type, body = entry
    return f"{row_type} {body.decode('utf-8', 'replace')}"[:2000]
