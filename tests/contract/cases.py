"""Cases for storage tests: real commands and events, chained as the handlers do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from engine.codec import command_type, encode_envelope, encode_event
from engine.core import commands as cmd
from engine.core import events as ev
from engine.core.evolve import fold
from engine.core.ids import CommandId, Digest, InstanceId, UserId
from engine.core.people import Person
from engine.core.state import InstanceState
from engine.exchange.streams import Asked, append
from engine.history.chain import GENESIS, link
from engine.ports import Append, Store
from engine.views import Artifact, DefinitionView, Deployment, LogRow

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
DIGEST = "sha256:" + "a" * 64

CLERK = Person(id=UserId("clerk"), name="李文", department="office", roles=("clerk",))
KEEPER = Person(id=UserId("keeper"), name="王印", department="office", roles=("seal-keeper",))
OUTSIDER = Person(id=UserId("outsider"), name="外人", department="sales")


def at(minutes: float) -> datetime:
    """Minutes after noon of the test day."""
    return NOON + timedelta(minutes=minutes)


def offer(
    item_id: str, candidates: Sequence[str] = ("role:seal-keeper",), **more: object
) -> ev.WorkItemCreated:
    """A user task offered to the seal keepers unless said otherwise."""
    facts: dict[str, object] = {
        "element_id": "approve",
        "token": 1,
        "name": "审批用印",
        "name_en": "Approve seal use",
        "form_id": "seal-approval",
        "candidates": tuple(candidates),
        "created_at": NOON,
        "process": "seal-use",
        "zh": "印章保管人",
        "en": "the seal keepers",
        **more,
    }
    return ev.WorkItemCreated(work_item_id=item_id, **facts)


def done(item_id: str, by: str, **data: object) -> ev.WorkItemCompleted:
    """A finished user task."""
    return ev.WorkItemCompleted(
        work_item_id=item_id, element_id="approve", by=UserId(by), at=at(5), data=data
    )


class Case:
    """One process instance whose commands are built and appended step by step."""

    def __init__(self, instance_id: str, **start: object) -> None:
        self.id = instance_id
        self.version = 0
        self.head = GENESIS
        self.state: InstanceState | None = None
        self._start = start

    def batch(self, *events: ev.Event, **how: object) -> Append:
        """The next append, not yet stored: a command and its events."""
        actor = how.get("actor", KEEPER)
        when = how.get("when", NOON)
        assert isinstance(actor, Person)
        assert isinstance(when, datetime)
        number = how.get("command_id", f"{self.id}-c{self.version}")
        command = how.get(
            "command",
            cmd.CompleteWorkItem(
                instance_id=InstanceId(self.id), work_item_id="w", data={"approved": True}
            ),
        )
        assert isinstance(command, cmd.Command)
        envelope = cmd.Envelope(
            id=CommandId(str(number)), actor=actor, at=when, command=command, answers=()
        )
        bodies = [(command_type(envelope), encode_envelope(envelope))]
        bodies += [(type(event).__name__, encode_event(event)) for event in events]
        state = fold(self.state, self.id, events)
        return Append(
            instance_id=self.id,
            expected_version=self.version,
            rows=self._chain(bodies, envelope.id),
            events=events,
            state=state,
            at=when,
            actor=actor.id,
        )

    def _chain(self, bodies: Sequence[tuple[str, bytes]], command_id: str) -> list[LogRow]:
        rows, head = [], self.head
        for number, (row_type, body) in enumerate(bodies, self.version + 1):
            head = link(head, self.id, number, row_type, body)
            rows.append(
                LogRow(
                    instance_id=self.id,
                    version=number,
                    type=row_type,
                    body=body,
                    hash=head,
                    command_id=command_id if number == self.version + 1 else None,
                )
            )
        return rows

    def started(self, **more: object) -> ev.InstanceStarted:
        """The first event."""
        facts: dict[str, object] = {
            "process": "seal-use",
            "pinned": {"process:seal-use": Digest(DIGEST)},
            "interpreter": "kernel/1",
            "initiator": CLERK,
            "at": NOON,
            "title": f"用印申请 {self.id}",
            **self._start,
            **more,
        }
        return ev.InstanceStarted(**facts)

    def accept(self, batch: Append) -> None:
        """Go on from a batch that was stored."""
        self.state = batch.state
        self.version = batch.rows[-1].version
        self.head = batch.rows[-1].hash

    def append(self, store: Store, *events: ev.Event, **how: object) -> Append:
        """Store the next command and its events."""
        batch = self.batch(*events, **how)
        store.append(batch)
        self.accept(batch)
        return batch


def start(store: Store, instance_id: str, *events: ev.Event, **how: object) -> Case:
    """A case begun in the store, with further events of the same command."""
    begun = how.pop("begun", {})
    assert isinstance(begun, Mapping)
    case = Case(instance_id, **begun)
    command = cmd.StartInstance(
        instance_id=InstanceId(instance_id), process="seal-use", variables={"copies": Decimal(2)}
    )
    how.setdefault("actor", CLERK)
    how.setdefault("command", command)
    case.append(store, case.started(), *events, **how)
    return case


def definition(key: str = "seal-use", digest: str = DIGEST, **more: object) -> DefinitionView:
    """A process as its reader describes it."""
    facts: dict[str, object] = {
        "version": 0,
        "name": "用印",
        "name_en": "Seal use",
        "family": "seals",
        "deployed_at": NOON,
        "deployed_by": "admin",
        "deployment_id": "d1",
        "start_form_id": "seal-request",
        "clauses": ("SEAL-01", "SEAL-07"),
        **more,
    }
    return DefinitionView(key=key, digest=digest, **facts)


def deployment(deployment_id: str = "d1", **more: object) -> Deployment:
    """Files published together."""
    facts: dict[str, object] = {
        "at": NOON,
        "by": "admin",
        "artifacts": (
            Artifact(digest=DIGEST, kind="bpmn", name="seal-use.bpmn", content=b"<definitions/>"),
        ),
        "definitions": (definition(deployment_id=deployment_id),),
        "forms": {"seal-request": "sha256:" + "f" * 64},
        "decisions": {"seal-tier": "sha256:" + "d" * 64},
        **more,
    }
    return Deployment(id=deployment_id, **facts)


def publish(store: Store, message_id: str, **more: object) -> None:
    """A message that is kept for an hour, unless said otherwise."""
    facts: dict[str, object] = {
        "message": "seal-returned",
        "correlation_key": "YY-1",
        "expires_at": at(60),
        "data": {"state": "好"},
        **more,
    }
    when = facts.pop("when", NOON)
    command = cmd.PublishMessage(instance_id=InstanceId(f"message:{message_id}"), **facts)
    append(store, Asked(command, CLERK, f"publish:{message_id}"), when)


def broadcast(store: Store, signal_id: str, signal: str = "fire") -> None:
    """A signal from outside."""
    command = cmd.BroadcastSignal(instance_id=InstanceId(f"signal:{signal_id}"), signal=signal)
    append(store, Asked(command, CLERK, f"broadcast:{signal_id}"), NOON)
