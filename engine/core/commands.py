"""What was asked: one frozen class per command, and the envelope that the log keeps whole.

Field types are limited as in core.events. An envelope with the same command id is the same request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from engine.core.command import Command as Command  # noqa: PLC0414 (re-exported)
from engine.core.fact import fact
from engine.core.ids import CommandId, Digest, InstanceId, UserId
from engine.core.people import Person
from engine.core.values import Value


@fact
class StartInstance(Command):
    """Begin a case of a process with the data of its start form.

    `pinned` is filled by the handler from the catalogue: what the case is bound to for life.
    `start_event` is the element whose trigger occurred (then the engine starts the case), with
    what the message or signal brought; `message_id` names the message if it was kept for a while,
    `occurrences` what occurred before, of a start that needs several triggers or is a condition's.
    `called` names the people whose logins are among the data, as titles and summaries say them.
    """

    process: str
    variables: Mapping[str, Value]
    business_key: str | None = None
    pinned: Mapping[str, Digest] = field(default_factory=dict)
    start_event: str | None = None
    payload: Mapping[str, Value] = field(default_factory=dict)
    message_id: str = ""
    occurrences: tuple[str, ...] = ()
    correlation_key: str = ""
    called: Mapping[str, str] = field(default_factory=dict)


@fact
class ClaimWorkItem(Command):
    """Take a work item that is offered to me."""

    work_item_id: str


@fact
class ReleaseWorkItem(Command):
    """Give a work item back to its candidates."""

    work_item_id: str


@fact
class CompleteWorkItem(Command):
    """Finish a work item with the data of its form, an opinion, and the digest of the uploaded
    image of a signature."""

    work_item_id: str
    data: Mapping[str, Value]
    opinion: str = ""
    signature: str = ""


@fact
class TransferWorkItem(Command):
    """Give a work item to another person for good, with a reason (转办).

    `to` is the person as the organisation had them, recorded like the actor.
    """

    work_item_id: str
    to: Person
    reason: str


@fact
class UrgeWorkItem(Command):
    """Ask those who have or are offered a work item to do it (催办)."""

    work_item_id: str
    reason: str = ""


@fact
class CopyInstance(Command):
    """Show the case to people who have nothing to do in it (抄送)."""

    to: tuple[Person, ...]
    note: str = ""


@fact
class ReadCopy(Command):
    """I have read the case that was copied to me."""


@fact
class ActivateAdHoc(Command):
    """Begin one of the activities that an ad-hoc sub-process offers with this work item."""

    work_item_id: str
    element_id: str


@fact
class FinishAdHoc(Command):
    """Declare the ad-hoc sub-process of this work item done."""

    work_item_id: str


@fact
class ThrowWorkItemError(Command):
    """End a work item with a modelled error that the diagram may catch, instead of finishing it."""

    work_item_id: str
    code: str
    message: str = ""
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class ThrowWorkItemEscalation(Command):
    """Escalate from a work item, which stays open unless the diagram interrupts it."""

    work_item_id: str
    code: str
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class FireTimer(Command):
    """A timer's due time has come (the worker's command)."""

    timer_id: str


@fact
class RegisterWrite:
    """A line that a register connector writes, with the version it read (0: new line)."""

    register: str
    key: str
    read_version: int
    data: Mapping[str, Value]


@fact
class CompleteJob(Command):
    """A connector answered (the worker's command); register lines are written with it."""

    job_id: str
    result: Value
    writes: tuple[RegisterWrite, ...] = ()


@fact
class FailJob(Command):
    """A connector failed: a BPMN error (`error_code`) or a fault, to be retried or an incident."""

    job_id: str
    error: str
    error_code: str | None = None
    attempt: int = 1
    retry_at: datetime | None = None


@fact
class ReceiveMessage(Command):
    """A message reached this case's subscription; `message_id` if it was kept for a while, and the
    key that its sender gave."""

    subscription_id: str
    data: Mapping[str, Value] = field(default_factory=dict)
    message_id: str = ""
    correlation_key: str = ""


@fact
class ReceiveSignal(Command):
    """A signal reached this case's subscription."""

    subscription_id: str
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class PublishMessage(Command):
    """Keep a message that nobody waits for yet, until it is taken or its time is over.

    Like the next three it concerns no case: `instance_id` is a stream of the log of its own.
    """

    message: str
    correlation_key: str
    expires_at: datetime
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class ExpireMessage(Command):
    """The time of a kept message is over (the worker's command)."""


@fact
class BroadcastSignal(Command):
    """Send a signal from outside to every case that waits for it now."""

    signal: str
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class FinishSignal(Command):
    """A signal from outside has reached everybody who waited for it."""


@fact
class NoteStartTrigger(Command):
    """Keep that a trigger of a start event occurred, until a case begins with it.

    `part` says which trigger; `message_id` names the message if it was kept for a while. Of a
    condition that became true, `expression` and what it read.
    """

    process: str
    element_id: str
    part: str
    correlation_key: str = ""
    data: Mapping[str, Value] = field(default_factory=dict)
    message_id: str = ""
    expression: str = ""
    reads: Mapping[str, Value] = field(default_factory=dict)


@fact
class NoteConditionLapsed(Command):
    """A start condition holds no more, so that it may become true again."""

    process: str
    element_id: str
    part: str


@fact
class DropStartTrigger(Command):
    """What occurred begins no case: its start was refused."""

    reason: str


@fact
class ChangeOrganisation(Command):
    """Set entries of the organisation from a moment on; `instance_id` is a stream of its own.

    `entries` maps `people`, `departments`, `roles` or `groups` to entries by id, each whole as in
    an organisation file; null: it is no more. Of who leaves, `leaver` and `successor`.
    """

    effective_from: datetime
    entries: Mapping[str, Value]
    reason: str = ""
    leaver: str = ""
    successor: str = ""


@fact
class QuarantineInstance(Command):
    """Leave a case alone on which a command crashed; `instance_id` is a stream of its own."""

    case: str
    command: str
    command_id: str
    fault: str


@fact
class LiftQuarantine(Command):
    """Let the worker try again what crashed."""

    case: str
    reason: str


@fact
class NameSubstitute(Command):
    """Somebody does a person's work from a moment until another; `instance_id` is a stream of its
    own. No `processes`: in all of them."""

    person: UserId
    substitute: UserId
    begins_at: datetime
    ends_at: datetime
    processes: tuple[str, ...] = ()
    reason: str = ""


@fact
class EndSubstitution(Command):
    """The substitution of this stream ends now, before its time."""

    reason: str = ""


@fact
class RecordReading(Command):
    """Somebody who takes no part in a case reads `what` of it; `instance_id` is a stream of its
    own, so that looking changes no case."""

    case: InstanceId
    what: str


@fact
class HandOverWork(Command):
    """Give what a person who leaves has open in this case to their successor.

    `roles` are those that nobody holds any more: work offered to them goes to the successor too.
    """

    leaver: str
    successor: str
    leaver_name: str = ""
    roles: tuple[str, ...] = ()


@fact
class RetryIncident(Command):
    """Try the stuck element again, after setting corrected variables of its scope."""

    incident_id: str
    variables: Mapping[str, Value] = field(default_factory=dict)
    reason: str = ""


@fact
class AddComment(Command):
    """Say something in the case; `mentions` are logins of people who may read it."""

    text: str
    mentions: tuple[UserId, ...] = ()


@fact
class WithdrawComment(Command):
    """Take one's own comment back."""

    comment_id: str


@fact
class TerminateInstance(Command):
    """End a case for good (administrator), with a reason that the history keeps."""

    reason: str


@fact
class Envelope:
    """A command whole: who, on whose behalf, when, what, and every outside answer it used.

    `answers` are plain JSON in the order they were asked for; re-execution reads them back
    instead of asking again.
    """

    id: CommandId
    actor: Person
    at: datetime
    command: Command
    on_behalf_of: Person | None = None
    answers: Sequence[Any] = ()
