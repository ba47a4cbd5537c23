"""Re-executes recorded commands in a fresh engine and compares what they decided with the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.codec import decode_envelope
from engine.core.commands import StartInstance
from engine.core.state import InstanceState
from engine.errors import CommandRejected, GuichengError, IntegrityViolation, Text
from engine.handlers.case import PreparedCase
from engine.handlers.load import CaseSource, Replayed, commands_of, re_execute
from engine.handlers.record import bodies_of
from engine.history.wording import Entry, is_same_decision
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
    """Whether one case, re-executed, decided exactly what is recorded.

    `reworded` rows tell the same in other words, or in the form of another release; all the others
    are the same byte for byte (docs/adr/0023).
    """

    instance_id: str
    commands: int
    events: int
    equal: bool
    difference: Difference | None = None
    reworded: int = 0

    @property
    def identical(self) -> bool:
        """Whether even every word is the same: so it must be on the release that has written it."""
        return self.equal and not self.reworded


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One command's rows: how many were reworded, up to the first that differs, if any."""

    reworded: int = 0
    difference: Difference | None = None


def sameness(verdict: ReplayVerdict) -> Text:
    """How the events of an equal verdict are the same: the end of a sentence that counts them."""
    if verdict.identical:
        return Text(zh="逐字节相同", en=", byte for byte")
    return Text(
        zh=f"所决定的内容相同；其中 {verdict.reworded} 个的说明文字或格式出自当时的版本，"
        "与现版本不同",
        en=f", exactly as decided then; {verdict.reworded} of them are worded or written otherwise"
        " by this release",
    )


def replay(log: EventLog, cases: CaseSource, instance_id: str) -> ReplayVerdict:
    """Re-execute one case from its first command. Uses no snapshot and no cache.

    Raises IntegrityViolation when the log cannot be read as commands with their events.
    """
    commands = events = reworded = 0
    rows = log.rows(instance_id)
    if not rows:
        raise IntegrityViolation(
            f"没有案件 {instance_id} 的历史", f"Expected a history of {instance_id}"
        )
    difference: Difference | None = None
    for step in steps(cases, rows):
        commands += 1
        events += len(step.recorded)
        found = compare(step) if isinstance(step, Replayed) else step.compared
        reworded += found.reworded
        difference = found.difference
        if difference is not None:
            break
    return ReplayVerdict(
        instance_id=instance_id,
        commands=commands,
        events=events,
        equal=difference is None,
        difference=difference,
        reworded=reworded,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failed:
    recorded: tuple[LogRow, ...]
    compared: Compared


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
            yield _Failed(recorded=recorded, compared=_refused(row, error))
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


def _refused(row: LogRow, error: GuichengError) -> Compared:
    accepted = f"{row.type} accepted"
    return Compared(
        difference=Difference(version=row.version, recorded=accepted, replayed=str(error))
    )


_NOTHING: Final[Entry] = ("nothing", b"")


def compare(step: Replayed) -> Compared:
    """What a command led to then, held against now: number, order, types and all that was decided
    exactly, the engine's words apart.

    The command is taken as it was recorded: a later release that knows more of its fields would
    write them too.
    """
    then = [(row.type, row.body) for row in step.recorded]
    now = bodies_of(step.envelope, step.performed.events)[1:]
    reworded = 0
    for place in range(max(len(then), len(now))):
        was = then[place] if place < len(then) else _NOTHING
        is_ = now[place] if place < len(now) else _NOTHING
        if was == is_:
            continue
        if _NOTHING in (was, is_) or not is_same_decision(then, now, place):
            difference = Difference(
                version=step.row.version + 1 + place, recorded=_show(was), replayed=_show(is_)
            )
            return Compared(reworded=reworded, difference=difference)
        reworded += 1
    return Compared(reworded=reworded)


def _show(entry: Entry) -> str:
    row_type, body = entry
    return f"{row_type} {body.decode('utf-8', 'replace')}"[:2000]
