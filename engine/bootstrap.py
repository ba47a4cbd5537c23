"""The composition root: settings -> a wired runtime; it alone knows every implementation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from engine.access import OidcSettings
from engine.bpmn.lint import as_line
from engine.bpmn.picture import picture
from engine.bpmn.reader import inspect_bpmn, read_bpmn
from engine.bpmn.reader.dmn import read_dmn
from engine.bpmn.rules import check as check_rules
from engine.bundles import Bundles, Readers
from engine.catalog_files import CatalogFiles
from engine.clauses.written import clauses_of
from engine.clock import SortableIds, SystemClock
from engine.connectors import BUILT_IN, Connector, people_finder
from engine.core import events as ev
from engine.core.advance import BOUNDS, Bounds
from engine.core.clause import read_clause_file
from engine.core.commands import Command, StartInstance
from engine.core.definition import Bundle, ProcessDefinition
from engine.core.ids import Digest, InstanceId, UserId
from engine.core.people import SYSTEM, Person
from engine.core.values import Value
from engine.dispatcher import Dispatcher, Outcome, Tools
from engine.dmn import DecisionResult, compile_decision, load, table_findings
from engine.doors import DoorSettings
from engine.errors import Finding, InvalidCommand, NotFound
from engine.exchange import ExchangeTools
from engine.feel import Extension
from engine.feel.working_time import working_time
from engine.forms import read_form
from engine.handlers.answers import CountingAnswers
from engine.handlers.case import LiveInstance
from engine.handlers.deploy import CLAUSES, SINGLE, Publisher
from engine.handlers.load import CaseSource
from engine.history.seal import seal
from engine.identity.calendar import read_calendar
from engine.identity.called import people_among
from engine.identity.live import LiveOrganisation
from engine.identity.organisation import Organisation, read_organisation
from engine.kept import Kept
from engine.kernel import Kernel
from engine.limits import refuse_beyond
from engine.live import LiveCache
from engine.lookups import LiveLookups
from engine.notifications.settings import NotificationSettings
from engine.parameters import read_parameters
from engine.paths import processes_dir
from engine.people_office import PeopleOffice, Registry, Times
from engine.ports import BlobStore, Clock, IdGenerator, Interpreter, Store
from engine.shipped import known_clauses, shipped_waivers
from engine.store.blob_places import blobs_at, blobs_for
from engine.store.engines import DATABASE_ERRORS as DATABASE_ERRORS  # noqa: PLC0414 (re-export)
from engine.store.engines import is_database_fault
from engine.store.memory import Beneath, MemoryStore
from engine.store.migrate import revisions
from engine.store.own import favourites_over, own_of, registry_of
from engine.store.sql_store import SqlStore
from engine.store.worker_lock import lock_of
from engine.studio.office import open_studio
from engine.uploads import Uploads
from engine.views import DefinitionView, Deployment
from engine.visibility import hidden_variables, without
from engine.worker import WAKING, NoLock, Worker, WorkerTools, WorkLock

KERNEL: Final = "kernel"
SPIFF: Final = "spiff"
MEMORY: Final = "memory:"


def interpreter_named(name: str, bounds: Bounds = BOUNDS, witness: bool = False) -> Interpreter:
    """The interpreter of a setting: `kernel`, with calls and steps bounded so, or `spiff`."""
    if name == KERNEL:
        return Kernel(*bounds)
    if name == SPIFF:
        from engine.spiff import SpiffInterpreter

        return SpiffInterpreter(as_witness=witness)
    raise InvalidCommand(
        f"不认识的解释器 {name}", f"Expected interpreter kernel or spiff, got {name!r}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to wire a runtime. Everything has a default that suits one process on SQLite."""

    clock: Clock = field(default_factory=SystemClock)
    ids: IdGenerator = field(default_factory=SortableIds)
    interpreter: str = KERNEL
    max_calls: int = BOUNDS.calls  # how deep the kernel nests calls
    max_steps: int = BOUNDS.steps  # in a row that are an endless loop
    organisation: Organisation | None = None
    connectors: Mapping[str, Connector] = field(default_factory=lambda: dict(BUILT_IN))
    clauses: frozenset[str] | None = None  # that diagrams may cite; None: the shipped ones
    blobs: BlobStore | None = None  # of uploads; None: see store.blob_places
    quick_passwords: bool = False  # cheap hashes, for tests only
    password_list: Path | None = None  # passwords to refuse, one a line
    oidc: OidcSettings | None = None
    doors: DoorSettings = field(default_factory=DoorSettings)
    read_only: bool = False  # change nothing, not even an older schema
    lock: WorkLock = field(default_factory=NoLock)
    settles: bool = False  # each command also does, before it answers, what is due by it
    cache_bytes: int = 256 * 1024 * 1024
    notifications: NotificationSettings = field(default_factory=NotificationSettings)
    beneath: Beneath | None = None  # registers that a store in memory reads and never writes
    kept: Kept | None = None  # what runtimes of one process share; None: read and compiled anew


def shipped_organisation() -> Organisation:
    """The sample organisation that ships with the processes."""
    return read_organisation((processes_dir() / "organisation.yaml").read_bytes())


def read_draft(data: bytes, *, file: str | None = None) -> tuple[ProcessDefinition, ...]:
    """The file's processes as drafts. Raises DeploymentRefused with all findings."""
    return read_bpmn(data, file=file, draft=True)


def readers() -> Readers:
    """The reader of each kind of file."""
    return Readers(
        bpmn=read_bpmn,
        draft=read_draft,
        dmn=read_dmn,
        form=read_form,
        calendar=read_calendar,
        parameters=read_parameters,
        decision=compile_decision,
    )


class Runtime:
    """A wired engine over one store. Close it when done."""

    def __init__(self, store: Store, options: Options) -> None:
        self.store = store
        self.clock, self.ids, self._settles = options.clock, options.ids, options.settles
        base = options.organisation or shipped_organisation()
        find, read = people_finder(options.connectors, store), store.organisation_changes
        self.people = LiveOrganisation(base, read, self.clock, find)
        self.blobs = options.blobs or blobs_for(MEMORY)
        registry = Registry(*registry_of(store))
        self.access = registry.access
        self.drafts, self.filters, told, self.phrases, self.statistics, self.audit = own_of(store)
        self.favourites = favourites_over(store)
        self.uploads = Uploads(self.access, self.blobs, self._reads_in)
        times = Times(self.clock, self.ids, SystemClock() if options.settles else self.clock)
        self.doors = office = PeopleOffice(registry, self.people, times, options, self.published)
        self.accounts, self.tokens = office.accounts, office.tokens
        self.roster, self.readings, self.absences = office.roster, office.readings, office.absences
        self.substitutions, self.oidc = office.substitutions, office.outside_login(options.oidc)
        self.notifications = office.notifications(told, options.notifications)
        self.connectors, self._known_clauses = options.connectors, known_clauses(options.clauses)
        bounds = Bounds(options.max_calls, options.max_steps)
        self.another_interpreter = partial(interpreter_named, bounds=bounds)
        self.interpreter = self.another_interpreter(options.interpreter)
        self._files = CatalogFiles(store)
        self.written, self.clause_marks = clauses_of(store, self._files, self.clock, self.ids)
        self.bundles = Bundles(self._files, readers(), self.interpreter, options.kept)
        self.studio = open_studio(self, self._files)
        self.cache = LiveCache(options.cache_bytes)
        self.tools = self._tools()
        self.dispatcher = Dispatcher(self.tools)
        self.exchange = ExchangeTools(
            store=store, dispatcher=self.dispatcher, clock=self.clock, ids=self.ids, pin=self._pin
        )
        self.leaving = office.leaving(store, self.dispatcher, self.filters)
        self.batches = office.batches(self.dispatcher)
        counting = office.counting(self.dispatcher)
        self.worker = Worker(
            WorkerTools(
                store=store,
                dispatcher=self.dispatcher,
                clock=self.clock,
                connectors=self.connectors,
                exchange=self.exchange,
                seal=lambda: seal(store),
                notify=lambda: self.notifications.say() + self.statistics.keep_up(self.clock.now()),
                send=self.notifications.send,
                also=lambda: self.batches.work() + counting.run(),
                lock=options.lock,
                passes=is_database_fault,
            )
        )

    def _tools(self) -> Tools:
        return Tools(
            log=self.store,
            cases=self.bundles.case,
            cache=self.cache,
            answers=CountingAnswers(self.people.resolve, self.store.last_in, self.absences),
            clock=self.clock,
            ids=self.ids,
            lookups=self._lookups,
            committed=self._committed,
        )

    def dispatch(
        self,
        command: Command,
        actor: Person,
        *,
        command_id: str | None = None,
        absent: Person | None = None,
    ) -> Outcome:
        """Perform a command durably, for somebody absent too; see Dispatcher.dispatch."""
        refuse_beyond(self.people.rights, command, (actor, absent), self.store)
        done = self.dispatcher.dispatch(command, actor, command_id=command_id, on_behalf_of=absent)
        self.settle()
        return done

    def settle(self) -> None:
        """On a server for tests: do what is due now, before the request is answered."""
        if self._settles:
            self.worker.run_due()
            self.notifications.run()

    def start(
        self,
        process: str,
        variables: Mapping[str, Value],
        actor: Person,
        *,
        business_key: str | None = None,
        command_id: str | None = None,
    ) -> Outcome:
        """Begin a case of the newest version of a process; `draft:<key>`, or the key of what was
        never published, means its newest draft. Raises NotFound, NotPermitted, InvalidForm."""
        self._files.refresh()
        key, draft = self._files.meant(process)
        command = StartInstance(
            instance_id=InstanceId(self.ids.new()),
            process=key,
            variables=variables,
            business_key=business_key,
            pinned=self.bundles.latest(key, draft=draft),
            called=people_among(variables, self.people),
        )
        return self.dispatch(command, self.people.with_superiors(actor), command_id=command_id)

    def _pin(self, process: str) -> Mapping[str, Digest]:
        self._files.refresh()
        key, draft = self._files.meant(process)
        return self.bundles.latest(key, draft=draft)

    def definition(self, process: str) -> DefinitionView | None:
        """The newest version of a process, or its newest draft, as for `start`."""
        self._files.refresh()
        key, draft = self._files.meant(process)
        return self.store.draft(key) if draft else self.store.definition(key)

    def published(self) -> Iterator[ProcessDefinition]:
        """The newest version of every process, as it is read."""
        self._files.refresh()
        for one in self.store.definitions():
            yield self.bundles.definition(one.key, Digest(one.digest))

    def deploy(
        self,
        files: Sequence[tuple[str, bytes]],
        actor: Person,
        *,
        draft: bool = False,
        reviewed: bool = False,
    ) -> Deployment:
        """Publish files together, or keep them as a draft, see handlers.deploy.Publisher."""
        self._files.refresh()
        publisher = replace(self.publisher(), reviewed=reviewed)
        deployment = publisher.deploy(files, actor, draft=draft)
        self._files.refresh()
        self.worker.wake()
        return deployment

    def publisher(self) -> Publisher:
        """What publishes files, or says what publishing them would say."""
        return Publisher(
            catalog=self.store,
            exchange=self.store,
            files=self._files,
            bundles=self.bundles,
            check=self._check,
            required=lambda: self._known_clauses() - shipped_waivers().keys(),
            read=self._read,
            warn=lambda name, data: inspect_bpmn(data, file=name, draft=True).findings,
            inspect=lambda kind, read: table_findings(read) if kind == "decision" else (),
            marks=self.clause_marks,
            clock=self.clock,
            ids=self.ids,
        )

    def decide(
        self,
        name: str,
        inputs: Mapping[str, Value],
        *,
        files: Sequence[bytes] = (),
        strict: bool = True,
    ) -> DecisionResult:
        """The decision of the files, else as deployed. Raises NotFound, DmnError and others."""
        self._files.refresh()
        models = load(*(files or (self._deployed("decision", name),)), functions=self._functions())
        return models.evaluate(name, inputs, now=self.clock.now(), strict=strict)

    def _deployed(self, kind: str, name: str) -> bytes:
        digest = self._files.latest(kind, name)
        if digest is None:
            raise NotFound(f"没有已发布的决策 {name}", f"Expected a deployed decision {name!r}")
        return self._files.content(digest)

    def _functions(self) -> Mapping[str, Extension]:
        digest = self._files.latest(SINGLE[0], SINGLE[0])
        return working_time(read_calendar(self._files.content(digest)) if digest else None)

    def live(self, instance_id: str) -> LiveInstance:
        """The case as of now. Raises NotFound."""
        return self.dispatcher.live(instance_id)

    def person(self, login: str) -> Person:
        """The person with this login. Raises NotFound."""
        person = SYSTEM if login == SYSTEM.id else self.people.person(UserId(login))
        if person is None:
            raise NotFound(f"没有人员 {login}", f"Expected a person with login {login!r}")
        return person

    @property
    def cases(self) -> CaseSource:
        """Prepared cases by what they pin."""
        return self.bundles.case

    def cases_on(self, interpreter: Interpreter, kept: Kept | None = None) -> CaseSource:
        """Prepared cases on another interpreter, freshly read and compiled."""
        return self.bundles.on(interpreter, kept).case

    def close(self) -> None:
        """Stop the worker and let go of the database."""
        for end in (self.worker.stop, self.store.close, self.blobs.close):
            end()

    def _read(self, kind: str, content: bytes, name: str) -> Any:
        by_kind: Mapping[str, Callable[..., Any]] = {
            "process": read_bpmn,
            "decision": read_dmn,
            "form": read_form,
        }
        if kind in by_kind:
            return self.bundles.read(kind, content, lambda: by_kind[kind](content, file=name))
        if kind in ("draft", CLAUSES):
            return (read_draft if kind == "draft" else read_clause_file)(content, file=name)
        return read_calendar(content) if kind == SINGLE[0] else read_parameters(content)

    def _check(self, definition: ProcessDefinition, bundle: Bundle) -> tuple[Finding, ...]:
        return check_rules(
            definition,
            bundle,
            roles=self.people.role_ids(),
            connectors=frozenset(self.connectors),
            clauses=self._known_clauses(),
        )

    def _lookups(self, command: Command, actor: Person) -> Mapping[str, frozenset[str]]:
        sent = getattr(command, "data", None) or getattr(command, "variables", None)
        may = self.uploads.attaching(command, actor)
        return LiveLookups(sent, self.people.logins, may, self.store)

    def _reads_in(self, instance_id: str, reader: Person) -> Mapping[str, Value]:
        """What this person may read of the case's variables; of a new case nothing."""
        if self.store.version(instance_id) == 0:
            return {}
        live, items = self.live(instance_id), self.store.work_items_of(instance_id)
        return without(live.variables(), hidden_variables(live, items, reader))

    def _committed(self, events: tuple[ev.Event, ...]) -> None:
        if not WAKING.isdisjoint(map(type, events)):
            self.worker.wake()


def open_runtime(url: str, options: Options | None = None) -> Runtime:
    """Open (and migrate) the database of a URL such as `sqlite:///cases.db`, `memory:` or
    `postgresql://...`, and wire everything over it."""
    options = options or Options()
    sql = partial(SqlStore.open, read_only=options.read_only)
    store: Store = MemoryStore(options.beneath) if url == MEMORY else sql(url)
    blobs = options.blobs or blobs_for(url)
    return Runtime(store, replace(options, blobs=blobs, lock=lock_of(url) or NoLock()))


def shipped_functions() -> Mapping[str, Extension]:
    """The extension functions of FEEL over the shipped working calendar."""
    return working_time(read_calendar((processes_dir() / "calendar.yaml").read_bytes()))


finding_line, draw_picture, check_definition, uploads_at = as_line, picture, check_rules, blobs_at
schema_versions = revisions
