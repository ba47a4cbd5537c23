"""The auditor's questions over all cases: search, findings, verdicts, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from starlette.responses import Response

from api import show
from api.reading import case_of
from api.schemas import audit as shapes
from api.visit import Visit
from engine.asking import variable_filters
from engine.audit import FINDINGS, MOST_CASES, Audited, Found, find, types_read
from engine.core.ids import UserId
from engine.errors import NotFound, Text
from engine.evidence import evidence
from engine.history.sentences import Names, element_of, sentence
from engine.judging import Outcome, judge
from engine.views import InstanceQuery, InstanceView

PERIOD: Final = timedelta(days=90)
_PAGE: Final = 500
_DID: Final[Mapping[str, tuple[str, ...]]] = {
    "returned": ("WorkItemReturned",),
    "taken-back": ("WorkItemTakenBack", "VoteTakenBack"),
    "signers": ("SignerAdded", "SignerRemoved"),
    "transferred": ("WorkItemTransferred",),
    "delegated": ("WorkItemDelegated",),
    "appointed": ("WorkItemAppointed",),
    "substituted": ("SubstituteActed",),
    "jump": ("Command:MoveTokens",),
    "edited": ("Command:CorrectVariables",),
    "suspended": ("InstanceSuspended",),
    "withdrawn": ("InstanceWithdrawn",),
    "skipped": ("WorkItemSkipped",),
    "timed-out": ("DeadlinePassed",),
    "urged": ("WorkItemUrged",),
    "copied": ("InstanceCopied",),
    "incident": ("IncidentRaised",),
}


# -- one case -------------------------------------------------------------------------------------


def verdict(visit: Visit) -> shapes.Judgement:
    """Every check of the case that the door has looked up."""
    runtime = visit.house.runtime
    checks = judge(runtime, case_of(visit).id)
    ok = all(one.outcome is not Outcome.FAILED for one in checks)
    last = runtime.store.last_seal()
    said = _OK if ok else _BROKEN
    return shapes.Judgement(
        ok=ok,
        zh=said.zh,
        en=said.en,
        checks=[
            shapes.JudgedCheck.model_validate(
                {
                    "key": one.key,
                    "outcome": one.outcome.value,
                    "zh": one.text.zh,
                    "en": one.text.en,
                    "milliseconds": one.milliseconds,
                }
            )
            for one in checks
        ],
        root=last.root.hex() if last is not None else None,
    )


_OK: Final = Text(
    zh="这份记录可信:没有发现任何改动,照记录重做一遍结果相同。",
    en="This record can be trusted: nothing was altered, and done again it comes out the same.",
)
_BROKEN: Final = Text(
    zh="这份记录不可信:下面标红的一项对不上。",
    en="This record cannot be trusted: what is marked below does not hold.",
)


def export(visit: Visit, asked: shapes.EvidenceQuery) -> Response:
    """The case as a file of evidence."""
    case = case_of(visit)
    content = evidence(visit.house.runtime, case.id, with_files=asked.files)
    name = f"evidence-{case.id}-{case.version}.zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type="application/zip", headers=headers)


# -- all cases ------------------------------------------------------------------------------------


def search(visit: Visit, asked: shapes.CaseSearch) -> shapes.FoundCases:
    """One page of cases, newest first. Raises NotFound for a clause that is not written."""
    query = InstanceQuery(
        visible_to=UserId(asked.person) if asked.person else None,
        initiator=UserId(asked.initiator) if asked.initiator else None,
        process=asked.process or None,
        status=asked.status or None,
        text=asked.text or None,
        cursor=asked.cursor,
        limit=asked.limit,
        since=asked.since,
        until=asked.until,
        variables=variable_filters(asked.variable),
        did=_DID.get(asked.operation),
        reached=_carrying_out(visit, asked.clause) if asked.clause else None,
    )
    page = visit.house.runtime.store.instances(query)
    shown = [show.instance(visit.house, view) for view in page.items]
    return shapes.FoundCases(items=shown, next=page.next)


def _carrying_out(visit: Visit, clause: str) -> tuple[str, ...]:
    """The elements that carry a clause out."""
    entry = visit.house.book.read().entries.get(clause)
    if entry is None:
        raise NotFound(f"没有条款 {clause}", f"Expected a written clause, got {clause!r}")
    return tuple(sorted({place.element for place in entry.places if place.element}))


def findings(visit: Visit, asked: shapes.FindingsQuery) -> shapes.Findings:
    """Every kind of finding, counted."""
    audited, since, until = _audited(visit, asked)
    found = find(audited)
    return shapes.Findings(
        since=since,
        until=until,
        looked_at=len(audited.cases),
        cut=audited.cut,
        items=[_kind(key, len(found[key])) for key in FINDINGS],
    )


def _kind(key: str, count: int) -> shapes.FindingKind:
    one = FINDINGS[key]
    return shapes.FindingKind(
        id=key,
        zh=one.name.zh,
        en=one.name.en,
        hint_zh=one.hint.zh,
        hint_en=one.hint.en,
        count=count,
    )


def finding(visit: Visit, key: str, asked: shapes.FindingQuery) -> shapes.FindingItems:
    """One page of a kind. Raises NotFound for one that is not declared."""
    if key not in FINDINGS:
        raise NotFound(f"没有这类发现 {key}", f"Expected one of {sorted(FINDINGS)}")
    audited, _, _ = _audited(visit, asked)
    every = find(audited)[key]
    names = _names(visit, audited)
    page = every[asked.after : asked.after + asked.limit]
    following = asked.after + asked.limit
    return shapes.FindingItems(
        kind=_kind(key, len(every)),
        items=[_item(visit, one, audited, names) for one in page],
        next=following if following < len(every) else None,
    )


def _audited(visit: Visit, asked: shapes.FindingsQuery) -> tuple[Audited, datetime, datetime]:
    """What the findings of the period are read from: its newest cases."""
    runtime = visit.house.runtime
    now = runtime.clock.now()
    until = asked.until or now + timedelta(seconds=1)
    since = asked.since or until - PERIOD
    cases: dict[str, InstanceView] = {}
    query = InstanceQuery(process=asked.process or None, since=since, until=until, limit=_PAGE)
    while len(cases) < MOST_CASES:
        page = runtime.store.instances(query)
        cases |= {view.id: view for view in page.items}
        query = replace(query, cursor=page.next)
        if page.next is None:
            break
    ids = sorted(cases)
    audited = Audited(
        cases=cases,
        rows=runtime.audit.rows_of(ids, types_read()),
        items=runtime.audit.items_of(ids),
        refused=() if asked.process else runtime.audit.refused(since, until, MOST_CASES),
        now=now,
        cut=query.cursor is not None,
    )
    return audited, since, until


def _item(visit: Visit, found: Found, audited: Audited, names: Names) -> shapes.FindingItem:
    house = visit.house
    case = audited.cases.get(found.instance_id or "")
    text = found.text if found.event is None else sentence(found.event, names)
    if found.event is not None:
        element = element_of(found.event, names.belongs)
    else:
        element = found.element_id
    return shapes.FindingItem(
        instance_id=case.id if case is not None else None,
        title=case.title or case.process_name if case is not None else "",
        process_name=case.process_name if case is not None else "",
        process_name_en=case.process_name_en if case is not None else "",
        at=found.at,
        who=found.who,
        who_name=show.person_name(house, found.who).zh if found.who else "",
        zh=text.zh,
        en=text.en,
        place=str(found.version) if found.version else element or "",
    )


def _names(visit: Visit, audited: Audited) -> Names:
    """What work items call their elements, which is what events of findings are about."""
    return Names(
        elements={
            item.element_id: Text(zh=item.name, en=item.name_en or item.name)
            for item in audited.items
        },
        person=lambda login: show.person_name(visit.house, login),
        belongs={item.id: item.element_id for item in audited.items},
    )
