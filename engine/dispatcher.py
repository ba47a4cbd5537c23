"""Command -> handler: idempotency by command id, retry of conflicts, one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock
from typing import Final

from engine.codec import COMMAND_PREFIX, decode_envelope, decode_event
from engine.core.commands import Command, Envelope, StartInstance
from engine.core.events import Event
from engine.core.fact import fact
from engine.core.ids import CommandId, Digest
from engine.core.people import Person
from engine.errors import (
    CommandRejected,
    ConcurrencyConflict,
    InvalidCommand,
    InvalidState,
    NotFound,
)
from engine.handlers.answers import RecordingAnswers
from engine.handlers.case import LiveInstance, Performed, PreparedCase
from engine.handlers.load import CaseSource, load
from engine.handlers.perform import Lookups, Run, perform
from engine.handlers.record import Recorded, record
from engine.handlers.snapshot import EVERY, write_snapshot
from engine.live import LiveCache
from engine.ports import Answers, Append, Clock, EventLog, IdGenerator, Refusal
from engine.views import LogRow

ATTEMPTS: Final = 5
_STRIPES: Final = 256


class CaseChanged(InvalidState):
    """The case is no longer as it was when the command was thought of."""


@fact
class Outcome:
    """What an accepted command led to. `repeated`: it had been accepted before."""

    instance_id: str
    version: int
    events: tuple[Event, ...]
    repeated: bool = False


@fact
class Tools:
    """What the dispatcher is wired with."""

    log: EventLog
    cases: CaseSource
    cache: LiveCache
    answers: Answers
    clock: Clock
    ids: IdGenerator
    lookups: Callable[[Command, Person], Lookups]
    committed: Callable[[tuple[Event, ...]], None]


@fact
class _Request:
    id: CommandId
    command: Command
    actor: Person
    on_behalf_of: Person | None
    only_at: int | None = None


class Dispatcher:
    """Performs commands. Safe between threads; one command at a time per instance."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._numbered: dict[str, bool] = {}  # by the digest of the process
        self._locks = [Lock() for _ in range(_STRIPES)]

    def dispatch(
        self,
        command: Command,
        actor: Person,
        *,
        command_id: str | None = None,
        on_behalf_of: Person | None = None,
        only_at: int | None = None,
    ) -> Outcome:
        """Perform the command durably; with `only_at` only on the case as it was at that version.

        With a `command_id` that was accepted before, nothing is done again and the first outcome
        is returned. Raises CommandRejected (recorded as a refusal, nothing in the instance), of
        which CaseChanged is one, or, after several tries, ConcurrencyConflict.
        """
        request = _Request(
            id=CommandId(command_id or self._tools.ids.new()),
            command=command,
            actor=actor,
            on_behalf_of=on_behalf_of,
            only_at=only_at,
        )
        if command_id is not None:
            earlier = self._earlier(request)
            if earlier is not None:
                return earlier
        with self._locks[hash(self._turn_of(command)) % _STRIPES]:
            return self._try(request, may_have_been_done=command_id is not None)

    def _turn_of(self, command: Command) -> str:
        """One command at a time for each case; starts of a process that numbers its cases follow
        one another, so that they do not all want the same next number."""
        if isinstance(command, StartInstance) and self._is_numbered(command):
            return command.process
        return command.instance_id

    def _is_numbered(self, command: StartInstance) -> bool:
        digest = command.pinned.get(f"process:{command.process}", "")
        known = self._numbered.get(digest)
        if known is None:
            known = bool(digest and self._tools.cases(command.pinned).number)
            self._numbered[digest] = known
        return known

    def prepared(self, pinned: Mapping[str, Digest]) -> PreparedCase:
        """The prepared case of what a case is bound to."""
        return self._tools.cases(pinned)

    def live(self, instance_id: str) -> LiveInstance:
        """The instance as of now, for reading. Raises NotFound."""
        tools = self._tools
        cached = tools.cache.get(instance_id)
        if cached is not None and cached.version == tools.log.version(instance_id):
            return cached
        loaded = self._load(instance_id)
        if loaded is None:
            raise NotFound(
                f"没有案件 {instance_id}", f"Expected an existing case, got {instance_id}"
            )
        return loaded

    @property
    def answers(self) -> Answers:
        """What commands ask of the outside."""
        return self._tools.answers

    def earlier(self, command_id: str) -> Outcome | None:
        """What the accepted command with this id has led to."""
        row = self._tools.log.command_row(CommandId(command_id))
        return None if row is None else self._outcome_of(row)

    def _try(self, request: _Request, *, may_have_been_done: bool) -> Outcome:
        instance_id = request.command.instance_id
        for attempt in range(ATTEMPTS):
            if attempt and may_have_been_done:
                earlier = self._earlier(request)
                if earlier is not None:
                    return earlier
            try:
                return self._once(request)
            except ConcurrencyConflict:
                self._tools.cache.discard(instance_id)
            except CommandRejected as rejected:
                if not self._is_stale(instance_id):
                    self._refuse(request, rejected)
                    raise
            except BaseException:
                self._tools.cache.discard(instance_id)
                raise
        raise ConcurrencyConflict(
            "案件正被多人同时办理，请稍后重试",
            f"Expected {instance_id} to be free, but it kept changing; try again",
        )

    def _is_stale(self, instance_id: str) -> bool:
        """Whether another process changed the instance behind the cache; forgets it then."""
        cached = self._tools.cache.get(instance_id)
        if cached is None or cached.version == self._tools.log.version(instance_id):
            return False
        self._tools.cache.discard(instance_id)
        return True

    def _once(self, request: _Request) -> Outcome:
        tools = self._tools
        before = self._before(request.command)
        if request.only_at is not None:
            _refuse_changed(before, request.only_at)
        case = before.case if before else self._new_case(request.command)
        answers = RecordingAnswers(tools.answers)
        envelope = Envelope(
            id=request.id,
            actor=request.actor,
            at=tools.clock.now(),
            command=request.command,
            on_behalf_of=request.on_behalf_of,
            answers=answers.recorded,  # complete when the command is performed
        )
        performed = perform(
            Run(
                case=case,
                envelope=envelope,
                answers=answers,
                state=before.state if before else None,
                machine=before.machine if before else None,
                lookups=tools.lookups(request.command, request.actor),
            )
        )
        return self._commit(before, envelope, performed, case)

    def _before(self, command: Command) -> LiveInstance | None:
        if isinstance(command, StartInstance):
            return None
        cached = self._tools.cache.get(command.instance_id)
        return cached if cached is not None else self._load(command.instance_id)

    def _load(self, instance_id: str) -> LiveInstance | None:
        live = load(self._tools.log, self._tools.cases, instance_id)
        if live is not None:
            self._tools.cache.put(live)
        return live

    def _new_case(self, command: Command) -> PreparedCase:
        if not isinstance(command, StartInstance):
            raise NotFound("没有这个案件", "Expected an existing case")
        return self._tools.cases(command.pinned)

    def _commit(
        self,
        before: LiveInstance | None,
        envelope: Envelope,
        performed: Performed,
        case: PreparedCase,
    ) -> Outcome:
        recorded = record(case, before, envelope, performed)
        self._append(before, envelope, performed, recorded)
        self._tools.cache.put(self._snapshot(recorded.live))
        self._tools.committed(performed.events)
        return Outcome(
            instance_id=recorded.live.state.id,
            version=recorded.live.version,
            events=performed.events,
        )

    def _append(
        self,
        before: LiveInstance | None,
        envelope: Envelope,
        performed: Performed,
        recorded: Recorded,
    ) -> None:
        self._tools.log.append(
            Append(
                instance_id=recorded.live.state.id,
                expected_version=before.version if before else 0,
                rows=recorded.rows,
                events=performed.events,
                state=performed.state,
                at=envelope.at,
                actor=envelope.actor.id,
            )
        )

    def _snapshot(self, live: LiveInstance) -> LiveInstance:
        """Now and then a snapshot, after the commit: its loss costs time only."""
        if live.commands < EVERY:
            return live
        self._tools.log.save_snapshot(write_snapshot(live))
        return replace(live, commands=0)

    def _refuse(self, request: _Request, rejected: CommandRejected) -> None:
        self._tools.log.refuse(
            Refusal(
                command_id=request.id,
                instance_id=request.command.instance_id,
                actor=request.actor.id,
                at=self._tools.clock.now(),
                type=type(request.command).__name__,
                problem=rejected.kind,
                en=rejected.text.en,
            )
        )

    def _earlier(self, request: _Request) -> Outcome | None:
        row = self._tools.log.command_row(request.id)
        if row is None:
            return None
        if not _is_same_request(row, request.command):
            raise InvalidCommand(
                f"命令编号 {request.id} 已用于另一个请求",
                f"Expected a new command id, {request.id} was used for another request",
            )
        return self._outcome_of(row)

    def _outcome_of(self, row: LogRow) -> Outcome:
        events: list[Event] = []
        version = row.version
        for later in self._tools.log.rows(row.instance_id, row.version):
            if later.type.startswith(COMMAND_PREFIX):
                break
            events.append(decode_event(later.type, later.body))
            version = later.version
        return Outcome(
            instance_id=row.instance_id, version=version, events=tuple(events), repeated=True
        )


def _refuse_changed(before: LiveInstance | None, version: int) -> None:
    if before is None or before.version != version:
        raise CaseChanged("案件已有变化", f"Expected the case as of its row {version}")


def _is_same_request(row: LogRow, command: Command) -> bool:
    """Whether the recorded command asked for this; each start draws an instance id of its own,
    and pins what was newest then."""
    if row.type != COMMAND_PREFIX + type(command).__name__:
        return False
    recorded = decode_envelope(row.body).command
    if isinstance(command, StartInstance) and isinstance(recorded, StartInstance):
        command = replace(command, instance_id=recorded.instance_id, pinned=recorded.pinned)
    return recorded == command
