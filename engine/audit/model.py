"""The declared findings, what they are read from, and what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from engine.core import events as ev
from engine.errors import Text
from engine.views import InstanceView, LogRow


class Weight(StrEnum):
    """How much an auditor minds."""

    GRAVE = "grave"  # there should be none
    NOTABLE = "notable"
    ROUTINE = "routine"  # a rule at work, or common practice


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One kind of finding. Its id is never used for anything else. `events` are those that are
    one of it, or may be; none: it is read from work items or refusals."""

    id: str
    name: Text
    hint: Text
    weight: Weight = Weight.NOTABLE
    events: tuple[type[ev.Event], ...] = ()


_WEIGHTS: Final = {
    "separation-broken": Weight.GRAVE,
    "refused": Weight.GRAVE,
    "no-opinion": Weight.GRAVE,
    "separation-kept": Weight.ROUTINE,
    "same-person": Weight.ROUTINE,
    "substituted": Weight.ROUTINE,
    "signers": Weight.ROUTINE,
    "passed-on": Weight.ROUTINE,
}


def _declared(
    key: str, name: tuple[str, str], hint: tuple[str, str], *events: type[ev.Event]
) -> Finding:
    return Finding(
        id=key,
        name=Text(zh=name[0], en=name[1]),
        hint=Text(zh=hint[0], en=hint[1]),
        weight=_WEIGHTS.get(key, Weight.NOTABLE),
        events=events,
    )


FINDINGS: Final[Mapping[str, Finding]] = {
    one.id: one
    for one in (
        _declared(
            "separation-broken",
            ("职责分离被突破", "Separation of duties broken"),
            (
                "办理人在该项的回避名单内：正常情况下应为零。",
                "Done by somebody whom the task excludes: there should be none.",
            ),
        ),
        _declared(
            "separation-kept",
            ("职责分离起了作用", "Separation of duties applied"),
            (
                "规则把某人排除在办理人之外。",
                "The rule kept somebody from doing the task.",
            ),
        ),
        _declared(
            "same-person",
            ("同一人办理多个环节", "Same person again"),
            (
                "同一案件的两个以上不同环节由同一人办结。",
                "One person finished two or more different tasks of a case.",
            ),
        ),
        _declared(
            "late",
            ("逾期", "Late"),
            ("办结或至今超过期限。", "Finished after its due time, or still open past it."),
        ),
        _declared(
            "timed-out",
            ("超时自动处理", "Timed out"),
            (
                "期限过后系统按规定通过、拒绝、转交或上报。",
                "After its deadline the system passed, refused, handed over or escalated it.",
            ),
            ev.DeadlinePassed,
        ),
        _declared(
            "skipped",
            ("按规则跳过", "Skipped"),
            ("环节无人办理，按声明的规则跳过。", "A task was left out by its declared policy."),
            ev.WorkItemSkipped,
        ),
        _declared(
            "intervention",
            ("管理员介入", "Administrator intervened"),
            (
                "改数据、跳转、指派、挂起、恢复、改办理人或终止。",
                "Data edited, control moved, appointed, suspended, revived, approvers changed or"
                " terminated.",
            ),
            ev.CaseCorrected,
            ev.WorkItemAppointed,
            ev.InstanceSuspended,
            ev.InstanceRevived,
            ev.ApproversChanged,
            ev.InstanceTerminated,
        ),
        _declared(
            "no-opinion",
            ("不同意而未写意见", "Refused without words"),
            (
                "表示不同意，却没有写明理由。",
                "Somebody said no and gave no reason.",
            ),
            ev.OpinionGiven,
        ),
        _declared(
            "returned",
            ("退回与拿回", "Returned or taken back"),
            (
                "待办被退回，或办结后被拿回。",
                "Work was given back, or taken back after it was done.",
            ),
            ev.WorkItemReturned,
            ev.WorkItemTakenBack,
            ev.VoteTakenBack,
        ),
        _declared(
            "signers",
            ("加签与减签", "Signers added or removed"),
            ("办理中增加或减少了会签人。", "People were added to a round, or removed."),
            ev.SignerAdded,
            ev.SignerRemoved,
        ),
        _declared(
            "passed-on",
            ("转办与委派", "Transferred or delegated"),
            ("待办交给了别人。", "Work was given to somebody else."),
            ev.WorkItemTransferred,
            ev.WorkItemDelegated,
        ),
        _declared(
            "substituted",
            ("代理办理", "Done by a substitute"),
            ("由代理人代为办理。", "Somebody acted for an absent person."),
            ev.SubstituteActed,
        ),
        _declared(
            "incident",
            ("异常", "Incidents"),
            ("流程受阻，需要人处理。", "The case was stuck and needed a person."),
            ev.IncidentRaised,
        ),
        _declared(
            "refused",
            ("被拒绝的操作", "Refused attempts"),
            (
                "有人尝试了不被允许的操作，案件未受影响。",
                "Somebody tried what is not allowed; the case is as it was.",
            ),
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Which cases are looked at: those that began from `since` until before `until`, of one
    process if it is named. `now` is what is late measured by."""

    since: datetime
    until: datetime
    now: datetime
    process: str | None = None


class Item(NamedTuple):
    """A work item as findings need it."""

    id: str
    instance_id: str
    element_id: str
    name: str
    name_en: str
    due_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    excluded: tuple[str, ...]
    state: str
    created_at: datetime
    process: str = ""  # with the element


class Happened(NamedTuple):
    """A row of the log, with who began its case and when."""

    row: LogRow
    initiator: str
    started_at: datetime


class Refused(NamedTuple):
    """A command that was refused. `seq` numbers all refusals."""

    seq: int
    instance_id: str | None
    actor: str
    at: datetime
    type: str
    problem: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Somebody looked at a finding and wrote what came of it. Notes are only ever added; the
    newest of a finding counts."""

    finding: str
    ref: str
    text: str
    by: str
    at: datetime


class AuditStore(Protocol):
    """What findings of a period read: one statement each, however many cases there are."""

    def how_many(self, period: Period) -> int:
        """The cases of the period."""
        ...

    def happened(self, period: Period, types: Sequence[str]) -> list[Happened]:
        """The rows of these types, in order of their cases and rows."""
        ...

    def separated(self, period: Period) -> list[Item]:
        """Work items that exclude somebody."""
        ...

    def late(self, period: Period) -> list[Item]:
        """Work items that were finished after their due time, or are open past it."""
        ...

    def again(self, period: Period) -> list[Item]:
        """Finished work items of whoever finished different ones of the same case."""
        ...

    def refused(self, period: Period) -> list[Refused]:
        """Those of the time itself, newest first; of one process those in its cases."""
        ...

    def cases(self, instance_ids: Sequence[str]) -> Mapping[str, InstanceView]: ...

    def items_of(self, instance_ids: Sequence[str]) -> list[Item]:
        """All work items of these cases."""
        ...

    def amounts(self) -> list[str]:
        """The names of numbers that cases can be found by, in order."""
        ...

    def add_note(self, note: Note) -> None: ...

    def notes(self) -> Mapping[tuple[str, str], Note]:
        """The newest note of each finding, by kind and ref."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """Everything that findings of one period are read from."""

    happened: Sequence[Happened] = ()
    separated: Sequence[Item] = ()
    late: Sequence[Item] = ()
    again: Sequence[Item] = ()
    refused: Sequence[Refused] = ()
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding: where, when, who. `version` is the row of the case, 0 where it is no row;
    `event` says what happened, else `text` does. `ref` tells it from others of its kind, for as
    long as its case is kept."""

    finding: str
    ref: str
    instance_id: str | None
    version: int
    at: datetime
    who: str
    element_id: str | None
    text: Text
    event: ev.Event | None = None
    item_id: str = ""  # the work item that it is about, where that is known
