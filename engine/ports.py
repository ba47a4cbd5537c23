"""The ports: what the handlers need of the outside, as protocols. Implementations are named for
their technology (`SqlStore`, `MemoryStore`, `FixedClock`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from engine.blob import Blob
from engine.core.advance import Advance, Moment, Stimulus
from engine.core.answers import Answers, Resolution
from engine.core.definition import Bundle, ProcessDefinition
from engine.core.events import Event
from engine.core.ids import Digest, UserId
from engine.core.kept_turns import KeptTurns
from engine.core.people import Person
from engine.core.state import InstanceState
from engine.core.values import Value
from engine.errors import Finding
from engine.ports_exchange import Exchange
from engine.views import (
    Artifact,
    DefinitionView,
    Deployment,
    DueJob,
    DueTimer,
    FileVersion,
    Head,
    IncidentView,
    InstanceQuery,
    InstanceView,
    LogRow,
    Page,
    RegisterLine,
    Seal,
    SessionRow,
    Subscription,
    WorkItemView,
    WorklistQuery,
)


class Clock(Protocol):
    """The time, aware UTC."""

    def now(self) -> datetime: ...


class IdGenerator(Protocol):
    """New instance, command and deployment ids: unique, sortable by time of making."""

    def new(self) -> str: ...


class Interpreter(Protocol):
    """Runs a prepared bundle: pure, deterministic, its state opaque to callers.

    `name` is recorded with each case, e.g. `kernel/1`. `state` objects are never mutated after
    they were returned.
    """

    name: str

    def prepare(self, bundle: Bundle) -> Any:
        """Compile once; the result is shared between threads and cached by bundle digest.
        Raises DeploymentRefused when this interpreter cannot run it faithfully."""
        ...

    def advance(self, prepared: Any, state: Any, stimulus: Stimulus, moment: Moment) -> Advance:
        """Run to the next wait states. `state` is None for Begin."""
        ...

    def variables(self, state: Any, token: int | None = None) -> Mapping[str, Value]:
        """The variables visible at a token (None: those of the case itself)."""
        ...

    def positions(self, state: Any) -> tuple[tuple[str, int], ...]:
        """(element id, token) where control stands now, in token order."""
        ...

    def process_of(self, state: Any, token: int) -> str:
        """The key of the process that this position is in."""

    def turns(self, state: Any, token: int) -> KeptTurns | None:
        """The turns of the multi-instance activity that this token is in one of; None where it is
        in none, or the interpreter cannot open one of them again."""
        ...

    def dump(self, state: Any) -> Any:
        """The state as plain JSON without floats, for a snapshot."""
        ...

    def load(self, prepared: Any, plain: Any) -> Any:
        """The state of a dump."""
        ...


class PeopleDirectory(Protocol):
    """The organisation as it is now."""

    def person(self, user: UserId) -> Person | None: ...

    def holders(self, role: str) -> tuple[Person, ...]:
        """Active people who hold the role, by login."""
        ...

    def head_of(self, department: str) -> Person | None: ...


class Append(NamedTuple):
    """Everything one accepted command writes, in ONE transaction.

    The store checks that the instance's version is `expected_version` (0: it must not exist),
    appends `rows` (versions expected_version+1 ...), applies the projections of `events`,
    and sets version and status. `state` is the instance after the events; None for a message or
    signal that belongs to no case.
    """

    instance_id: str
    expected_version: int
    rows: Sequence[LogRow]
    events: Sequence[Event]
    state: InstanceState | None
    at: datetime
    actor: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A refused command, kept in the command log beside the instances."""

    command_id: str
    instance_id: str | None
    actor: str
    at: datetime
    type: str
    problem: str  # the kind of CommandRejected
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A disposable cache of one live instance at one version."""

    instance_id: str
    version: int
    key: str  # interpreter name + engine version: another key is ignored
    body: bytes


class EventLog(Protocol):
    """The write side and the log's own reads."""

    def append(self, batch: Append) -> None:
        """Durable when it returns. Raises ConcurrencyConflict: version, register line or command
        id was taken in between; then nothing was written."""
        ...

    def refuse(self, refusal: Refusal) -> None: ...

    def command_row(self, command_id: str) -> LogRow | None:
        """The row of an accepted command with this id (idempotency)."""
        ...

    def rows(self, instance_id: str, after_version: int = 0) -> list[LogRow]: ...

    def all_rows(self, after_seq: int = 0, limit: int = 10_000) -> list[LogRow]:
        """Rows of all instances in commit order."""
        ...

    def instance_ids(self) -> Iterator[str]: ...

    def version(self, instance_id: str) -> int: ...  # 0 when it does not exist

    def save_snapshot(self, snapshot: Snapshot) -> None: ...

    def snapshot(self, instance_id: str) -> Snapshot | None: ...

    def delete_snapshots(self) -> None: ...


class Catalog(Protocol):
    """Deployed files and the versions of processes, forms and decisions."""

    def save(self, deployment: Deployment) -> tuple[DefinitionView, ...]:
        """Store atomically; equal content of the newest version makes no new version."""
        ...

    def artifact(self, digest: str) -> Artifact | None: ...

    def definitions(self) -> list[DefinitionView]:
        """The newest version of each process."""
        ...

    def definition(self, key: str, version: int | None = None) -> DefinitionView | None: ...

    def drafts(self) -> list[DefinitionView]:
        """The newest draft of each process that has one: what was deployed to be tried out."""
        ...

    def draft(self, key: str) -> DefinitionView | None: ...

    def generation(self) -> int:
        """How many deployments there were: grows when anything was published, by any process."""
        ...

    def latest(self, kind: str, name: str) -> Digest | None:
        """Newest digest of kind `process`, `form`, `decision` by key or id; of the single files
        `calendar` and `parameters` the name is the kind. Drafts are kinds of their own:
        `draft-process`, `draft-form` and so on."""
        ...

    def file_versions(self, kind: str, name: str) -> list[FileVersion]:
        """Every version of what `latest` gives the newest of, newest first; not of a process."""
        ...


class ReadModel(Protocol):
    """The projections, for lists and headers. Each call is a constant number of statements."""

    def worklist(self, query: WorklistQuery) -> Page: ...

    def worklist_counts(self, user: UserId, principals: Sequence[str]) -> Mapping[str, int]:
        """Counts of the views mine, candidate, inbox."""
        ...

    def more_counts(self, query: WorklistQuery, now: datetime) -> Mapping[str, int]: ...

    def is_copied_to(self, user: UserId, instance_id: str) -> bool: ...

    def work_item(self, work_item_id: str) -> WorkItemView | None: ...

    def work_items_of(self, instance_id: str) -> list[WorkItemView]: ...

    def instance(self, instance_id: str) -> InstanceView | None: ...

    def instances(self, query: InstanceQuery) -> Page: ...

    def takes_part(self, user: UserId, principals: Sequence[str], instance_id: str) -> bool: ...

    def incidents(
        self, *, open_only: bool = True, instance_id: str | None = None
    ) -> list[IncidentView]: ...

    def register_line(self, register: str, key: str) -> RegisterLine | None: ...

    def register_lines(self, register: str) -> list[RegisterLine]: ...

    def last_in(self, counter: str) -> int: ...

    def register_size(self, register: str) -> int: ...

    def rebuild(self) -> None: ...


class Jobs(Protocol):
    """What the worker takes."""

    def due_timers(self, now: datetime, limit: int) -> list[DueTimer]: ...

    def due_jobs(self, now: datetime, limit: int) -> list[DueJob]: ...

    def due_deadlines(self, now: datetime, limit: int) -> list[DueTimer]:
        """Open work items whose next deadline has come, under the id of the work item."""
        ...

    def subscriptions(self, message: str, correlation_key: str) -> list[Subscription]: ...

    def next_due(self) -> datetime | None:
        """When the next timer, job, start or expiry is due; None when nothing waits."""
        ...


class SealLog(Protocol):
    """The Merkle log over committed rows, and what verifying reads, a bounded page at a time."""

    def last_seal(self) -> Seal | None: ...

    def seals(self, after_size: int, limit: int) -> list[Seal]: ...

    def sealable(self, after_seq: int, limit: int) -> list[tuple[int, bytes]]:
        """(seq, row hash) of committed rows that no row in flight can still come before."""
        ...

    def add_seal(self, seal: Seal) -> None:
        """Raises ConcurrencyConflict when another sealer went on from `seal.previous` first."""
        ...

    def head(self, instance_id: str) -> Head | None:
        """Version and chain hash that the next row of the instance continues from."""
        ...

    def heads(self, after_id: str, limit: int) -> list[Head]:
        """Instances in the order of their ids."""
        ...

    def rows_by_instance(self, after_id: str, after_version: int, limit: int) -> list[LogRow]:
        """Rows of all instances ordered by instance id and version."""
        ...


class Store(EventLog, Catalog, ReadModel, Jobs, Exchange, SealLog, Protocol):
    """One database: all storage ports over the same transactions."""

    def close(self) -> None: ...


class BundleSource(Protocol):
    """Parsed, compiled bundles by what they pin; cached by digest."""

    def bundle(self, pinned: Mapping[str, Digest]) -> Bundle: ...

    def latest(self, process: str) -> Mapping[str, Digest]:
        """What a case started now would be pinned to. Raises NotFound."""
        ...


class DefinitionReader(Protocol):
    """BPMN bytes -> definitions, or findings."""

    def read(self, data: bytes, file: str | None = None) -> tuple[ProcessDefinition, ...]: ...

    def check(self, definition: ProcessDefinition, bundle: Bundle) -> tuple[Finding, ...]: ...


class BlobStore(Protocol):
    """People's uploaded files, content-addressed; in pieces they are never whole in memory."""

    def put_pieces(self, pieces: Iterable[bytes]) -> Digest: ...
    def read(self, digest: Digest) -> Blob | None: ...
    def has(self, digest: Digest) -> bool: ...
    def close(self) -> None: ...


__all__ = ["Answers", "Exchange", "Resolution"]  # re-exported: of core, and of another module

Connector = Callable[[Mapping[str, Value], "ConnectorContext"], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorContext:
    """What a connector may look at: the clock of the attempt and the registers."""

    now: datetime
    instance_id: str
    element_id: str
    registers: ReadModel


class IdentityStore(Protocol):
    """Passwords (hashes only), login sessions, and recent failed logins."""

    def password_hash(self, user: UserId) -> str | None: ...

    def set_password_hash(
        self, user: UserId, encoded: str, once_until: datetime | None = None
    ) -> None:
        """Replaces an earlier one and ends the person's sessions. With `once_until` it opens
        nothing but the change of itself, and that until then."""
        ...

    def once_until(self, user: UserId) -> datetime | None: ...

    def forget_person(self, user: UserId) -> None: ...
    def add_session(self, session: SessionRow) -> None: ...

    def session(self, token_hash: bytes) -> SessionRow | None: ...
    def touch_session(self, token_hash: bytes, at: datetime) -> None: ...

    def end_session(self, token_hash: bytes) -> None: ...

    def sessions_of(self, user: UserId) -> Sequence[SessionRow]: ...

    def end_sessions(self, user: UserId, *, but: bytes | None = None) -> None:
        """End every session of the person but the one with this hash."""
        ...

    def end_expired(self, now: datetime) -> None:
        """Forget the sessions that are over."""
        ...

    def add_failure(self, keys: Sequence[str], at: datetime) -> None:
        """Remember a failed login under each key."""
        ...

    def failures(self, keys: Sequence[str], since: datetime) -> Mapping[str, int]:
        """How many failed logins each key has had since then; absent means none."""
        ...

    def failures_under(self, prefix: str, since: datetime) -> Mapping[str, int]:
        """As `failures`, of every key that begins so."""
        ...

    def forget_failures(
        self, *, key: str | None = None, before: datetime | None = None, prefix: str | None = None
    ) -> None:
        """Forget those of a key, of every key that begins so, or all that are older."""
        ...
