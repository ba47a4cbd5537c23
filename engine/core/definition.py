"""What was modelled: a process definition as plain frozen data, complete enough to execute.

Written by `engine.bpmn.reader`; element and flow ids are those of the file, terms of BPMN 2.0.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.core.assignment import MAY_BE_EMPTY, Access, AssignmentKind, SameAsInitiator, SamePerson
from engine.core.ballot import Approval, OpinionNeed, SignatureNeed
from engine.core.deadlines import Deadlines
from engine.core.ids import Digest
from engine.core.moves import Withdrawal

__all__ = ["MAY_BE_EMPTY", "Access", "AssignmentKind", "SameAsInitiator", "SamePerson"]


class Kind(StrEnum):
    """The BPMN element kinds that can be executed; the values are the BPMN tag names."""

    START_EVENT = "startEvent"
    END_EVENT = "endEvent"
    CATCH_EVENT = "intermediateCatchEvent"
    THROW_EVENT = "intermediateThrowEvent"
    BOUNDARY_EVENT = "boundaryEvent"
    TASK = "task"
    MANUAL_TASK = "manualTask"
    USER_TASK = "userTask"
    SERVICE_TASK = "serviceTask"
    BUSINESS_RULE_TASK = "businessRuleTask"
    SEND_TASK = "sendTask"
    RECEIVE_TASK = "receiveTask"
    CALL_ACTIVITY = "callActivity"
    SUB_PROCESS = "subProcess"
    TRANSACTION = "transaction"
    AD_HOC_SUB_PROCESS = "adHocSubProcess"
    EXCLUSIVE_GATEWAY = "exclusiveGateway"
    INCLUSIVE_GATEWAY = "inclusiveGateway"
    PARALLEL_GATEWAY = "parallelGateway"
    EVENT_BASED_GATEWAY = "eventBasedGateway"
    COMPLEX_GATEWAY = "complexGateway"


SUB_PROCESSES = frozenset({Kind.SUB_PROCESS, Kind.TRANSACTION, Kind.AD_HOC_SUB_PROCESS})
"""The kinds that hold flow elements of their own."""

ACTIVITIES = SUB_PROCESSES | {
    Kind.TASK,
    Kind.MANUAL_TASK,
    Kind.USER_TASK,
    Kind.SERVICE_TASK,
    Kind.BUSINESS_RULE_TASK,
    Kind.SEND_TASK,
    Kind.RECEIVE_TASK,
    Kind.CALL_ACTIVITY,
}


class Trigger(StrEnum):
    """What an event catches or throws; NONE is a plain start, end or intermediate event."""

    NONE = "none"
    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"
    ERROR = "error"
    ESCALATION = "escalation"
    CONDITIONAL = "conditional"
    LINK = "link"
    CANCEL = "cancel"
    COMPENSATION = "compensation"
    TERMINATE = "terminate"
    MULTIPLE = "multiple"  # any one of `parts`
    PARALLEL_MULTIPLE = "parallelMultiple"  # all of `parts`


class TimerKind(StrEnum):
    """BPMN's three timer forms; the expression is FEEL and gives the value."""

    DATE = "date"
    DURATION = "duration"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A FEEL expression as written (without the leading `=` of attributes) and its line."""

    text: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDefinition:
    """The trigger of an event with what belongs to it."""

    trigger: Trigger = Trigger.NONE
    timer_kind: TimerKind | None = None
    timer: Expression | None = None
    message: str | None = None  # the message's name: what senders and receivers agree on
    correlation: Expression | None = None  # the key that a message must carry to match
    error_code: str | None = None  # None on a boundary event catches every error
    signal: str | None = None  # the signal's name: every waiting catcher of it gets it
    escalation_code: str | None = None  # None on a catching event catches every escalation
    condition: Expression | None = None  # conditional events: occurs when it becomes true
    link: str | None = None  # the link's name: throw and catch of one name are one place
    compensated: str | None = None  # activity to compensate; None: everything in the scope
    wait_for_completion: bool = True  # compensation throw events
    parts: tuple[EventDefinition, ...] = ()  # of MULTIPLE and PARALLEL_MULTIPLE
    conversation: str = ""  # id of the correlation key whose value the case keeps (8.3.2)
    key_path: Expression | None = None  # reads that value from a message that came


class EventBehavior(StrEnum):
    """Which completed instances of a multi-instance activity throw an event (BPMN 13.3.7)."""

    NONE = "none"  # each one throws `none_event`
    ONE = "one"  # the first one throws `one_event`
    ALL = "all"  # no event
    COMPLEX = "complex"  # each one throws the events whose condition holds


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardLoop:
    """The loop marker: repeats while `condition` holds, at most `maximum` times."""

    condition: Expression | None = None
    test_before: bool = False
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiInstance:
    """The multi-instance marker: `cardinality` instances, or one for each item of `collection`.

    `collection` is FEEL that gives a list (of a data object: its name). Each instance sees its
    item as `input_item`; its own variable `output_item` becomes the item at the instance's place
    of the list variable `output_collection`, which is set when the activity is completed.
    """

    sequential: bool = False
    cardinality: Expression | None = None
    collection: Expression | None = None
    input_item: str | None = None
    output_collection: str | None = None
    output_item: str | None = None
    completion_condition: Expression | None = None
    behavior: EventBehavior = EventBehavior.ALL
    none_event: EventDefinition | None = None
    one_event: EventDefinition | None = None
    complex_events: tuple[tuple[Expression, EventDefinition], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAssociation:
    """One data association: `target` gets the value of `source`, a name or a transformation."""

    target: str  # name of the variable, data input or data object that is written
    source: Expression
    store: str | None = None  # id of the data store that is read or written, if one is


class DataKind(StrEnum):
    """What declares a variable of a scope."""

    OBJECT = "dataObject"
    PROPERTY = "property"
    INPUT = "dataInput"
    OUTPUT = "dataOutput"
    STORE = "dataStore"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataItem:
    """A declared variable: its name is what expressions say, without one its id."""

    id: str
    name: str
    kind: DataKind
    scope: str | None = None  # the activity or sub-process that owns it; None: the process
    is_collection: bool = False
    optional: bool = False  # data inputs: the activity begins without it too


class Binding(StrEnum):
    """Which version of the called process a case is pinned to when it starts."""

    LATEST = "latest"
    VERSION = "version"  # `called_version` is the version number
    TAG = "tag"  # `called_version` is the version tag


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableMapping:
    """One variable mapping: `name` in the target scope gets the value of `source`."""

    name: str
    source: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One source of candidates of a user task."""

    kind: AssignmentKind
    literal: str | None = None
    expression: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTask:
    """What makes an activity a human one."""

    form_id: str  # empty only in a draft, where any data is taken
    assignments: tuple[Assignment, ...]
    separate_from: tuple[str, ...] = ()  # `initiator`, user tasks: whose performers may not do it
    nobody_found: str = "incident"  # or `administrator`, `skip`, `role:<id>`: no candidate remains
    same_as_initiator: SameAsInitiator = SameAsInitiator.SELF
    same_person: SamePerson = SamePerson.NEVER
    skip_data: Expression | None = None  # a context: what counts as filled in when it is skipped
    due: Expression | None = None  # a date and time, or a duration added to now
    priority: int | Expression = 50  # 0 to 100
    default_access: Access = Access.READ
    access: Mapping[str, Access] = field(default_factory=dict)
    approval: Approval | None = None
    opinion: OpinionNeed = OpinionNeed.OPTIONAL
    signature: SignatureNeed = SignatureNeed.WITH_OPINION
    deadlines: Deadlines | None = None
    actions: tuple[str, ...] | None = None  # None: ballot.allowed_actions says


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One flow node. Fields that do not belong to its kind are None or empty."""

    id: str
    kind: Kind
    name: str = ""
    name_en: str = ""
    documentation: str = ""
    line: int = 0
    scope: str | None = None  # id of the embedded sub-process that holds it; None: the process
    lane: str | None = None
    clauses: tuple[str, ...] = ()
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default_flow: str | None = None
    event: EventDefinition = EventDefinition()
    attached_to: str | None = None
    interrupting: bool = True  # cancelActivity, isInterrupting
    form_id: str | None = None  # start events: the start form
    user_task: UserTask | None = None
    connector: str | None = None
    decision_id: str | None = None
    result_variable: str | None = None
    called_element: str | None = None
    called_binding: Binding = Binding.LATEST
    called_version: str | None = None
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    keeps_data: bool = False  # of a draft: what a message or signal brings becomes variables
    data_inputs: tuple[DataAssociation, ...] = ()
    data_outputs: tuple[DataAssociation, ...] = ()
    loop: StandardLoop | MultiInstance | None = None
    start_quantity: int = 1  # tokens needed to start the activity once
    completion_quantity: int = 1  # tokens sent along each outgoing flow
    for_compensation: bool = False  # runs only to compensate another activity
    handler: str | None = None  # compensation boundary events: the activity associated with it
    triggered_by_event: bool = False  # event sub-processes
    instantiate: bool = False  # receive tasks and event-based gateways that start a case
    parallel_events: bool = False  # instantiating event-based gateways: eventGatewayType Parallel
    activation: Expression | None = None  # complex gateways: activationCondition
    sequential: bool = False  # ad-hoc sub-processes: ordering
    completion_condition: Expression | None = None  # ad-hoc sub-processes
    cancel_remaining: bool = True  # ad-hoc sub-processes: cancelRemainingInstances
    multi_merge: bool = False  # each of several tokens that come is meant to go on by itself

    @property
    def called_name(self) -> str:
        """Of a call activity: its key with the version meant: `a`, `a@3`, `a@tag:2026`."""
        key, version = self.called_element or "", self.called_version
        if self.called_binding is Binding.VERSION:
            return f"{key}@{version}"
        return f"{key}@tag:{version}" if self.called_binding is Binding.TAG else key

    def required_user_task(self) -> UserTask:
        """What makes this element a user task, or has a start form revised. Raises TypeError."""
        if self.user_task is None and self.kind is Kind.START_EVENT:
            return UserTask(form_id=self.form_id or "", assignments=(), default_access=Access.EDIT)
        if self.user_task is None:
            raise TypeError(f"Expected {self.id} to be a user task, it is a {self.kind}")
        return self.user_task


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceFlow:
    """One arrow; `condition` is FEEL."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: Expression | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessDefinition:
    """One deployable process. Iteration order of the mappings is document order."""

    key: str
    name: str
    name_en: str = ""
    documentation: str = ""
    family: str = ""
    version_tag: str = ""
    digest: Digest = Digest("")
    placeholder: bool = False  # stands for a procedure not built yet; records the hand-over
    startable_by: tuple[str, ...] = ()  # role ids; empty: everybody; `-`: it is only called
    title: Expression | None = None  # the case's title, from the start variables
    summary: Expression | None = None
    case_number: str = ""  # see core.numbering
    searchable: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    elements: Mapping[str, Element] = field(default_factory=dict)
    flows: Mapping[str, SequenceFlow] = field(default_factory=dict)
    lanes: Mapping[str, str] = field(default_factory=dict)  # lane id -> name
    variables: tuple[str, ...] = ()  # declared besides those of forms, mappings and decisions
    data: Mapping[str, DataItem] = field(default_factory=dict)  # by id
    draft: bool = False  # deployed to be tried out: our own rules were warnings
    withdraw: Withdrawal = Withdrawal.UNTIL_FIRST_DECISION
    reviewed: bool = False  # another owner approves what is published, see engine.studio
    line: int = 0

    def start_event(self) -> Element | None:
        """The none start event of the process itself, if there is one."""
        for element in self.elements.values():
            if (
                element.kind is Kind.START_EVENT
                and element.scope is None
                and element.event.trigger is Trigger.NONE
            ):
                return element
        return None

    def begins_at(self, scope: str | None = None) -> tuple[str, ...]:
        """Where control begins of itself in the process, or in one of its sub-processes.

        At the none start event (the first where there are several). Without any start event or
        instantiating element: at everything that no flow leads to, all at once (BPMN 2.0.2, 13.2).
        Empty when only a trigger can begin it.
        """
        inside = [element for element in self.elements.values() if element.scope == scope]
        starts = [element for element in inside if element.kind is Kind.START_EVENT]
        if starts:
            none = [one.id for one in starts if one.event.trigger is Trigger.NONE]
            return tuple(none[:1])
        if scope is None and any(element.instantiate for element in inside):
            return ()
        return tuple(element.id for element in inside if _begins(element))


def _begins(element: Element) -> bool:
    """Whether an element that no flow leads to begins with its scope."""
    apart = element.attached_to is not None or element.triggered_by_event
    linked = element.kind is Kind.CATCH_EVENT and element.event.trigger is Trigger.LINK
    return not (element.incoming or apart or linked or element.for_compensation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Everything one instance is pinned to: the process, what it calls, its forms and decisions.

    `forms` values are `engine.forms.Form`, `decisions` values `engine.dmn.CompiledDecision`;
    `called` is by Element.called_name; `pinned` maps `case:<key>` (the process of the case itself),
    `process:<name>`, `form:<id>`, `decision:<id>`, `calendar` and `parameters` to digests.
    """

    process: ProcessDefinition
    called: Mapping[str, ProcessDefinition] = field(default_factory=dict)
    forms: Mapping[str, object] = field(default_factory=dict)
    decisions: Mapping[str, object] = field(default_factory=dict)
    calendar: object | None = None  # engine.core.calendar.WorkingCalendar
    parameters: Mapping[str, object] = field(default_factory=dict)  # the company's figures
    pinned: Mapping[str, Digest] = field(default_factory=dict)
    digest: Digest = Digest("")  # of `pinned`
    names: frozenset[str] = frozenset()
    """Every variable name that may exist: the FEEL scope known at parse time."""

    @property
    def is_open(self) -> bool:
        """Whether any name may be read: nothing declares the variables of a draft."""
        return self.process.draft

    def process_of(self, key: str) -> ProcessDefinition:
        """The main or called process with this key. Raises KeyError if it is not pinned."""
        return self.process if key == self.process.key else self.called[key]
