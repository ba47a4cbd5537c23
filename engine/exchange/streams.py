"""Appends to the streams of the log that belong to a message, a signal or people, not to a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from engine.core.clause_commands import MarkClause, ReviewClause
from engine.core.commands import (
    BroadcastSignal,
    ChangeOrganisation,
    Command,
    DropStartTrigger,
    EndSubstitution,
    Envelope,
    ExpireMessage,
    LiftQuarantine,
    NameSubstitute,
    NoteConditionLapsed,
    NoteStartTrigger,
    PublishMessage,
    QuarantineInstance,
    RecordReading,
)
from engine.core.commands_office import EndAbsence, RecordAbsence
from engine.core.events import (
    AbsenceEnded,
    AbsenceRecorded,
    CaseRead,
    ClauseMarked,
    ClauseReviewed,
    Event,
    InstanceQuarantined,
    MessageCorrelated,
    MessageExpired,
    MessagePublished,
    OrganisationChanged,
    QuarantineLifted,
    SignalBroadcast,
    SignalDelivered,
    StartConditionLapsed,
    StartTriggerDropped,
    StartTriggerOccurred,
    SubstituteNamed,
    SubstitutionEnded,
)
from engine.core.ids import CommandId
from engine.core.people import Person
from engine.handlers.record import bodies_of
from engine.history.chain import GENESIS, link
from engine.ports import Append, Clock, Store
from engine.views import LogRow


class Asked(NamedTuple):
    """A command on such a stream, who gives it, and its id."""

    command: Command
    actor: Person
    command_id: str


def append(store: Store, asked: Asked, at: datetime) -> None:
    """Record the command and what it leads to. Raises ConcurrencyConflict when the stream moved
    on, or the command was accepted before."""
    command, actor, command_id = asked
    envelope = Envelope(id=CommandId(command_id), actor=actor, at=at, command=command)
    events = events_of(envelope)
    head = store.head(command.instance_id)
    version, previous = (head.version, head.hash) if head else (0, GENESIS)
    store.append(
        Append(
            instance_id=command.instance_id,
            expected_version=version,
            rows=_rows(envelope, events, version, previous),
            events=events,
            state=None,
            at=at,
            actor=actor.id,
        )
    )


def recorder(store: Store, clock: Clock) -> Callable[..., None]:
    """Appends a command to its own stream, as what nobody can give an id of their own; a further
    command on the same stream needs an id."""

    def record(command: Command, actor: Person, command_id: str | None = None) -> None:
        append(store, Asked(command, actor, command_id or command.instance_id), clock.now())

    return record


def events_of(envelope: Envelope) -> tuple[Event, ...]:
    """The event of the command, at last: its row is the head of the chain. A kept message that is a
    start's trigger is taken with it."""
    command = envelope.command
    taken: tuple[Event, ...] = ()
    if isinstance(command, NoteStartTrigger) and command.message_id:
        taken = (MessageCorrelated(message_id=command.message_id, at=envelope.at),)
    return (*taken, event_of(envelope))


def event_of(envelope: Envelope) -> Event:
    """What a command on such a stream leads to: nothing but the command decides it."""
    command, at = envelope.command, envelope.at
    if isinstance(command, PublishMessage):
        return MessagePublished(
            message=command.message,
            correlation_key=command.correlation_key,
            by=envelope.actor.id,
            at=at,
            expires_at=command.expires_at,
            data=command.data,
        )
    if isinstance(command, BroadcastSignal):
        by = envelope.actor.id
        return SignalBroadcast(signal=command.signal, by=by, at=at, data=command.data)
    if isinstance(command, ExpireMessage):
        return MessageExpired(at=at)
    if isinstance(command, NoteStartTrigger | NoteConditionLapsed | DropStartTrigger):
        return _of_start(envelope, command)
    if isinstance(command, QuarantineInstance):
        return InstanceQuarantined(
            case=command.case,
            command=command.command,
            command_id=command.command_id,
            fault=command.fault,
            at=at,
        )
    if isinstance(command, LiftQuarantine):
        by = envelope.actor.id
        return QuarantineLifted(case=command.case, by=by, reason=command.reason, at=at)
    return _about_people(envelope) or _about_clauses(envelope) or SignalDelivered(at=at)


def _about_clauses(envelope: Envelope) -> Event | None:
    command, at, by = envelope.command, envelope.at, envelope.actor.id
    if isinstance(command, ReviewClause):
        return ClauseReviewed(by=by, at=at, note=command.note)
    if isinstance(command, MarkClause):
        return ClauseMarked(
            clause=command.clause,
            process=command.process,
            element=command.element,
            places=command.places,
            before=command.before,
            after=command.after,
            by=by,
            at=at,
        )
    return None


def _about_people(envelope: Envelope) -> Event | None:
    command, at, by = envelope.command, envelope.at, envelope.actor.id
    if isinstance(command, ChangeOrganisation):
        return OrganisationChanged(
            by=by,
            at=at,
            effective_from=command.effective_from,
            entries=command.entries,
            reason=command.reason,
            leaver=command.leaver,
            successor=command.successor,
        )
    if isinstance(command, NameSubstitute):
        return SubstituteNamed(
            by=by,
            at=at,
            person=command.person,
            substitute=command.substitute,
            begins_at=command.begins_at,
            ends_at=command.ends_at,
            processes=command.processes,
            reason=command.reason,
        )
    if isinstance(command, EndSubstitution):
        return SubstitutionEnded(by=by, at=at, reason=command.reason)
    if isinstance(command, RecordReading):
        return CaseRead(by=by, at=at, case=command.case, what=command.what)
    return _about_absence(envelope)


def _about_absence(envelope: Envelope) -> Event | None:
    command, at, by = envelope.command, envelope.at, envelope.actor.id
    if isinstance(command, EndAbsence):
        return AbsenceEnded(by=by, at=at, reason=command.reason)
    if isinstance(command, RecordAbsence):
        return AbsenceRecorded(
            person=command.person,
            begins_at=command.begins_at,
            ends_at=command.ends_at,
            by=by,
            at=at,
            reason=command.reason,
        )
    return None


def _of_start(
    envelope: Envelope, command: NoteStartTrigger | NoteConditionLapsed | DropStartTrigger
) -> Event:
    at = envelope.at
    if isinstance(command, DropStartTrigger):
        return StartTriggerDropped(at=at, reason=command.reason)
    process, element_id, part = command.process, command.element_id, command.part
    if isinstance(command, NoteConditionLapsed):
        return StartConditionLapsed(process=process, element_id=element_id, part=part, at=at)
    return StartTriggerOccurred(
        process=process,
        element_id=element_id,
        part=part,
        by=envelope.actor.id,
        at=at,
        correlation_key=command.correlation_key,
        data=command.data,
        expression=command.expression,
        reads=command.reads,
    )


def _rows(envelope: Envelope, events: tuple[Event, ...], version: int, head: bytes) -> list[LogRow]:
    stream, rows = envelope.command.instance_id, list[LogRow]()
    command_id: str | None = envelope.id
    for row_type, body in bodies_of(envelope, events):
        version += 1
        head = link(head, stream, version, row_type, body)
        rows.append(LogRow(stream, version, row_type, command_id, body, head))
        command_id = None
    return rows
