"""The engine as a library: open a database, deploy, start, complete, look, verify."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from engine.bootstrap import Options, Runtime, open_runtime
from engine.codec import decode_envelope, decode_event, is_command
from engine.core.commands import (
    ActivateAdHoc,
    ClaimWorkItem,
    Command,
    CompleteWorkItem,
    FinishAdHoc,
    ReleaseWorkItem,
    RetryIncident,
    TerminateInstance,
    ThrowWorkItemError,
    ThrowWorkItemEscalation,
)
from engine.core.ids import InstanceId, UserId
from engine.core.people import Person
from engine.core.values import Value, Variables
from engine.dispatcher import Outcome
from engine.errors import NotFound
from engine.exchange import Message, Receipt, broadcast, send
from engine.history.replay import ReplayVerdict
from engine.history.verify import Verdict, verify_instance, verify_log
from engine.history.witness import WitnessVerdict
from engine.ports import Clock
from engine.prediction import Assumption, Prediction, predict_completion, predict_start
from engine.proving import Prover
from engine.shipped import shipped_files
from engine.uploads import Upload
from engine.views import Deployment, IncidentView, InstanceView, KeptMessage, WorkItemView


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """One open work item, with the logins that may do it now."""

    id: str
    instance_id: str
    element_id: str
    name: str
    form_id: str
    assignee: str | None
    candidates: tuple[str, ...]
    view: WorkItemView


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One row of a case's log, decoded: `type` is `Command:<Type>` or the event's name."""

    version: int
    type: str
    content: Any


class Engine:
    """A whole engine in this process. Use it as a context manager, or call `close`."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.runtime.close()

    def deploy(self, *files: bytes | Path, by: str, draft: bool = False) -> Deployment:
        """Publish files together (BPMN as bytes; any kind as a path; a folder: all in it), or keep
        them as a draft to be tried out.

        Raises DeploymentRefused with every finding; then nothing is stored.
        """
        return self.runtime.deploy(list(_named(files)), self.runtime.person(by), draft=draft)

    def deploy_shipped(self, *, by: str) -> Deployment:
        """Publish the processes, forms and decisions that ship with Guicheng."""
        return self.runtime.deploy(shipped_files(), self.runtime.person(by))

    def start(
        self,
        process: str,
        variables: Variables,
        *,
        by: str,
        business_key: str | None = None,
        command_id: str | None = None,
    ) -> InstanceView:
        """Begin a case; `draft:<key>` is the newest draft of a process.

        Raises NotFound, NotPermitted or InvalidForm.
        """
        outcome = self.runtime.start(
            process,
            variables,
            self.runtime.person(by),
            business_key=business_key,
            command_id=command_id,
        )
        return self.case(outcome.instance_id)

    def case(self, instance_id: str) -> InstanceView:
        """The case's header. Raises NotFound."""
        view = self.runtime.store.instance(instance_id)
        if view is None:
            raise NotFound(f"没有案件 {instance_id}", f"Expected an existing case {instance_id}")
        return view

    def variables(self, instance_id: str) -> Mapping[str, Value]:
        """The case's variables now."""
        return self.runtime.live(instance_id).variables()

    def worklist(self, *, instance: str) -> tuple[OpenItem, ...]:
        """The open work items of one case, oldest first."""
        views = self.runtime.store.work_items_of(instance)
        return tuple(self._open(view) for view in views if view.ended_at is None)

    def upload(self, content: bytes, name: str, *, by: str) -> dict[str, Value]:
        """Keep a file of this person's; what is returned goes into a file field of a form."""
        row = self.runtime.uploads.keep(
            content, Upload(owner=UserId(by), name=name, at=self.runtime.clock.now())
        )
        return {"digest": row.digest, "name": row.name, "size": row.size, "type": row.type}

    def claim(self, work_item_id: str, *, by: str, absent: str | None = None) -> Outcome:
        """Take a work item; as the substitute of an absent person, for them."""
        return self._on_item(ClaimWorkItem, work_item_id, by, absent)

    def release(self, work_item_id: str, *, by: str, absent: str | None = None) -> Outcome:
        """Give a work item back."""
        return self._on_item(ReleaseWorkItem, work_item_id, by, absent)

    def complete(
        self,
        work_item_id: str,
        data: Variables,
        *,
        by: str,
        command_id: str | None = None,
        absent: str | None = None,
        **said: str,
    ) -> Outcome:
        """Finish a work item with its form's data; `said`: opinion, signature (a digest)."""
        case = _instance_of(work_item_id)
        command = CompleteWorkItem(instance_id=case, work_item_id=work_item_id, data=data, **said)
        return self._dispatch(command, by, command_id, absent)

    def predict(
        self,
        about: str,
        data: Variables | None = None,
        *,
        by: str,
        assumed: Sequence[Assumption] = (),
    ) -> Prediction:
        """What lies ahead if this person started the process, or completed the work item, with
        this data. Writes nothing."""
        person = self.runtime.person(by)
        if self.runtime.store.work_item(about) is None:
            return predict_start(self.runtime, about, data or {}, person, assumed)
        return predict_completion(self.runtime, about, data or {}, person, assumed)

    def activate(self, work_item_id: str, element_id: str, *, by: str) -> Outcome:
        """Begin an activity that an ad-hoc sub-process offers with this work item."""
        command = ActivateAdHoc(
            instance_id=_instance_of(work_item_id), work_item_id=work_item_id, element_id=element_id
        )
        return self._dispatch(command, by, None)

    def finish(self, work_item_id: str, *, by: str) -> Outcome:
        """Declare the ad-hoc sub-process of this work item done."""
        return self._on_item(FinishAdHoc, work_item_id, by)

    def retry(
        self, incident_id: str, variables: Variables | None = None, *, by: str, reason: str = ""
    ) -> Outcome:
        """Try what is stuck again, after setting corrected variables."""
        command = RetryIncident(
            instance_id=_instance_of(incident_id),
            incident_id=incident_id,
            variables=variables or {},
            reason=reason,
        )
        return self._dispatch(command, by, None)

    def terminate(self, instance_id: str, *, reason: str, by: str) -> Outcome:
        """End a case for good."""
        command = TerminateInstance(instance_id=InstanceId(instance_id), reason=reason)
        return self._dispatch(command, by, None)

    def throw_error(
        self,
        work_item_id: str,
        code: str,
        *,
        by: str,
        message: str = "",
        data: Variables | None = None,
    ) -> Outcome:
        """End a work item with a modelled error; uncaught, it stays open beside an incident."""
        command = ThrowWorkItemError(
            instance_id=_instance_of(work_item_id),
            work_item_id=work_item_id,
            code=code,
            message=message,
            data=data or {},
        )
        return self._dispatch(command, by, None)

    def escalate(
        self, work_item_id: str, code: str, *, by: str, data: Variables | None = None
    ) -> Outcome:
        """Escalate from a work item, which stays open unless the diagram interrupts it."""
        command = ThrowWorkItemEscalation(
            instance_id=_instance_of(work_item_id),
            work_item_id=work_item_id,
            code=code,
            data=data or {},
        )
        return self._dispatch(command, by, None)

    def send_message(self, message: Message, *, by: str) -> Receipt:
        """A message to the one case that waits for it, or that it starts; else it is kept for its
        time to live. Raises NotCorrelated when that is zero, AmbiguousMessage when several wait."""
        return send(self.runtime.exchange, message, self.runtime.person(by))

    def broadcast(
        self, signal: str, data: Variables | None = None, *, by: str, signal_id: str | None = None
    ) -> Receipt:
        """A signal to every case that waits for it now; it starts what it starts."""
        how = (self.runtime.person(by), signal_id or self.runtime.ids.new())
        return broadcast(self.runtime.exchange, signal, data or {}, how)

    def dispatch(self, command: Command, *, by: str, absent: str | None = None) -> Outcome:
        """Any other command; as the substitute of an absent person, for them."""
        return self._dispatch(command, by, None, absent)

    def incidents(self, instance_id: str | None = None) -> list[IncidentView]:
        """Open incidents, of one case or of all."""
        return self.runtime.store.incidents(open_only=True, instance_id=instance_id)

    def quarantines(self) -> list[KeptMessage]:
        """The cases that the worker leaves alone because it crashed on them, the longest first."""
        return self.runtime.worker.quarantine.open()

    def lift_quarantine(self, instance_id: str, *, reason: str, by: str) -> None:
        """Let the worker try the case again. Raises NotPermitted, InvalidState."""
        self.runtime.worker.quarantine.lift(instance_id, self.runtime.person(by), reason)
        self.runtime.worker.wake()

    def run_due(self) -> int:
        """Run every timer, service task and message that is due now; returns how many."""
        return self.runtime.worker.run_due()

    def history(self, instance_id: str) -> tuple[HistoryEntry, ...]:
        """Commands and events of the case, in order."""
        return tuple(
            HistoryEntry(
                version=row.version,
                type=row.type,
                content=decode_envelope(row.body)
                if is_command(row.type)
                else decode_event(row.type, row.body),
            )
            for row in self.runtime.store.rows(instance_id)
        )

    def verify(self, instance_id: str | None = None) -> Verdict:
        """Check the hash chain of a case, or of the whole log with its seals."""
        store = self.runtime.store
        return verify_log(store) if instance_id is None else verify_instance(store, instance_id)

    def replay(self, instance_id: str) -> ReplayVerdict:
        """Re-execute the case's commands, on the interpreter that it ran on, and compare what
        they decided."""
        return Prover(self.runtime).replay(instance_id)

    def witness(self, instance_id: str, second: str | None = None) -> WitnessVerdict:
        """Re-execute the case on both interpreters in lock-step, see history.witness. `second`
        is the one that it did not run on, when absent."""
        return Prover(self.runtime).witness(instance_id, second)

    def _on_item(
        self,
        kind: type[ClaimWorkItem | FinishAdHoc | ReleaseWorkItem],
        work_item_id: str,
        by: str,
        absent: str | None = None,
    ) -> Outcome:
        command = kind(instance_id=_instance_of(work_item_id), work_item_id=work_item_id)
        return self._dispatch(command, by, None, absent)

    def _dispatch(
        self, command: Command, by: str, command_id: str | None, absent: str | None = None
    ) -> Outcome:
        actor = self.runtime.person(by)
        person = None if absent is None else self._absent(actor, absent, command)
        return self.runtime.dispatch(command, actor, command_id=command_id, absent=person)

    def _absent(self, actor: Person, absent: str, command: Command) -> Person:
        view = self.runtime.store.work_item(getattr(command, "work_item_id", ""))
        if view is None:
            raise NotFound("没有这项待办", "Expected an existing work item")
        return self.runtime.substitutions.checked(actor, absent, view)

    def _open(self, view: WorkItemView) -> OpenItem:
        return OpenItem(
            id=view.id,
            instance_id=view.instance_id,
            element_id=view.element_id,
            name=view.name,
            form_id=view.form_id,
            assignee=view.assignee,
            candidates=self._logins(view),
            view=view,
        )

    def _logins(self, view: WorkItemView) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for principal in view.candidates:
            kind, _, name = principal.partition(":")
            if kind == "user":
                found[name] = None
            else:
                found.update({p.id: None for p in self.runtime.people.holders(name)})
        return tuple(login for login in found if UserId(login) not in view.excluded)


def _instance_of(derived_id: str) -> InstanceId:
    """Ids of work items, timers and incidents begin with their instance's id."""
    return InstanceId(derived_id.split("-", 1)[0])


def _named(files: Iterable[bytes | Path]) -> Iterable[tuple[str, bytes]]:
    for number, file in enumerate(files, start=1):
        if isinstance(file, bytes):
            yield f"file-{number}.bpmn", file
        elif file.is_dir():
            yield from _folder(file)
        else:
            yield file.name, file.read_bytes()


def _folder(folder: Path) -> Iterable[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".bpmn", ".dmn", ".form"}:
            yield path.name, path.read_bytes()


def open_engine(url: str, *, clock: Clock | None = None, options: Options | None = None) -> Engine:
    """An engine over a database URL: `sqlite:///cases.db`, `memory:`, `postgresql://...`."""
    chosen = options or Options()
    if clock is not None:
        chosen = replace(chosen, clock=clock)
    return Engine(open_runtime(url, chosen))
