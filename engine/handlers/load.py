"""Loads a live instance from the log: last snapshot, then the tail of commands re-executed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.codec import COMMAND_PREFIX, decode_envelope, decode_event
from engine.core.commands import Envelope, StartInstance
from engine.core.events import InstanceStarted
from engine.core.ids import Digest
from engine.core.state import InstanceState
from engine.errors import IntegrityViolation, InvalidState
from engine.handlers.answers import ReplayedAnswers
from engine.handlers.case import LiveInstance, Performed, PreparedCase
from engine.handlers.perform import Run, perform
from engine.handlers.snapshot import read_snapshot, snapshot_key
from engine.ports import EventLog
from engine.views import LogRow

CaseSource = Callable[[Mapping[str, Digest]], PreparedCase]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One re-executed command: its row, and what it led to this time."""

    row: LogRow
    envelope: Envelope
    performed: Performed
    recorded: tuple[LogRow, ...]  # the event rows that followed it then


def commands_of(rows: Sequence[LogRow]) -> list[tuple[LogRow, tuple[LogRow, ...]]]:
    """Each command row with the event rows that it led to."""
    groups: list[tuple[LogRow, list[LogRow]]] = []
    for row in rows:
        if row.type.startswith(COMMAND_PREFIX):
            groups.append((row, []))
        elif groups:
            groups[-1][1].append(row)
        else:
            raise IntegrityViolation(
                f"第 {row.version} 行事件之前没有命令",
                f"Expected a command before row {row.version} of {row.instance_id}",
            )
    return [(command, tuple(events)) for command, events in groups]


def re_execute(
    case: PreparedCase,
    position: tuple[InstanceState | None, object],
    row: LogRow,
    recorded: tuple[LogRow, ...],
) -> Replayed:
    """Perform one recorded command again, with the recorded clock and answers."""
    envelope = decode_envelope(row.body)
    state, machine = position
    run = Run(
        case=case,
        envelope=envelope,
        answers=ReplayedAnswers(envelope.answers),
        state=state,
        machine=machine,
    )
    return Replayed(row=row, envelope=envelope, performed=perform(run), recorded=recorded)


def load(log: EventLog, cases: CaseSource, instance_id: str) -> LiveInstance | None:
    """The instance at its newest version; None when it does not exist.

    Raises IntegrityViolation when re-execution leads elsewhere than the log says.
    """
    live = _from_snapshot(log, cases, instance_id)
    rows = log.rows(instance_id, live.version if live else 0)
    for row, recorded in commands_of(rows):
        live = _step(cases, live, row, recorded)
    return live


def _from_snapshot(log: EventLog, cases: CaseSource, instance_id: str) -> LiveInstance | None:
    snapshot = log.snapshot(instance_id)
    return None if snapshot is None else read_snapshot(snapshot, cases)


def _case_of(cases: CaseSource, live: LiveInstance | None, row: LogRow) -> PreparedCase:
    if live is not None:
        return live.case
    command = decode_envelope(row.body).command
    if not isinstance(command, StartInstance):
        raise IntegrityViolation(
            f"案件 {row.instance_id} 的历史不是以启动命令开头",
            f"Expected the history of {row.instance_id} to begin with StartInstance",
        )
    return cases(command.pinned)


def _require_its_interpreter(case: PreparedCase, recorded: Sequence[LogRow]) -> None:
    """A case goes on only on the interpreter that it began on; replays may use another."""
    started = decode_event(recorded[0].type, recorded[0].body) if recorded else None
    if not isinstance(started, InstanceStarted):
        return
    began = started.interpreter.partition("/")[0]
    runs = case.interpreter.name.partition("/")[0]
    if began != runs:
        raise InvalidState(
            f"案件在解释器 {began} 上开始，不能在 {runs} 上继续："
            f"请以 GUICHENG_INTERPRETER={began} 启动",
            f"Expected interpreter {began}, on which the case began, not {runs}: "
            f"start with GUICHENG_INTERPRETER={began}",
        )


def _step(
    cases: CaseSource, live: LiveInstance | None, row: LogRow, recorded: tuple[LogRow, ...]
) -> LiveInstance:
    case = _case_of(cases, live, row)
    if live is None:
        _require_its_interpreter(case, recorded)
    position = (live.state, live.machine) if live else (None, None)
    again = re_execute(case, position, row, recorded)
    types = tuple(type(event).__name__ for event in again.performed.events)
    if types != tuple(event.type for event in recorded):
        raise IntegrityViolation(
            f"案件 {row.instance_id} 第 {row.version} 行的命令重演结果与记录不同",
            f"Expected the command in row {row.version} of {row.instance_id} to lead to what "
            "is recorded",
        )
    last = recorded[-1] if recorded else row
    return LiveInstance(
        state=again.performed.state,
        machine=again.performed.machine,
        version=last.version,
        head=last.hash,
        case=case,
        commands=(live.commands if live else 0) + 1,
        size=(live.size if live else 4096) + len(row.body),
    )


__all__ = ["CaseSource", "Replayed", "commands_of", "load", "re_execute", "snapshot_key"]
