"""The desk of auditors: a case told step by step, two side by side, findings, evidence."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api import auditing, case_search, comparing, replaying
from api import finding as finding_answers
from api import form_seen as forms
from api.auth import NO_NUL, Need, Visit, door
from api.schemas.audit import (
    Amounts,
    CaseSearch,
    EvidenceQuery,
    ExportQuery,
    FindingItems,
    FindingNote,
    FindingQuery,
    Findings,
    FindingsQuery,
    FoundCases,
    Judgement,
    NoteRequest,
)
from api.schemas.replay import Comparison, FormSeen, Replay, ReplayQuery
from api.wire import DecimalRoute

router = APIRouter(tags=["audit"], route_class=DecimalRoute)


@router.get("/instances/{id}/replay")
def replay(
    visit: Annotated[Visit, door(Need.SEE_CASE)], asked: Annotated[ReplayQuery, Query()]
) -> Replay:
    """The case step by step: who, what, why, and what was true after it."""
    return replaying.replay(visit, asked)


@router.get("/instances/{id}/replay/{number}/form")
def form_seen(
    visit: Annotated[Visit, door(Need.SEE_CASE)],
    number: Annotated[int, Path(ge=1, le=1_000_000)],
) -> FormSeen:
    """The form of one step as the person saw it, with what they sent."""
    return forms.form_seen(visit, number)


@router.get("/instances/{id}/comparison/{other}")
def comparison(
    visit: Annotated[Visit, door(Need.SEE_CASE)],
    other: Annotated[str, Path(max_length=200, pattern=NO_NUL)],
) -> Comparison:
    """Two cases of one process side by side: what both did, and where they went apart."""
    return comparing.compare(visit, other)


@router.get("/instances/{id}/verdict")
def verdict(visit: Annotated[Visit, door(Need.AUDIT_CASE)]) -> Judgement:
    """Check the case now: chain, seal, re-execution, second interpreter, a sentence each."""
    return auditing.verdict(visit)


@router.get("/instances/{id}/evidence", response_class=Response)
def evidence(
    visit: Annotated[Visit, door(Need.AUDIT_CASE)], asked: Annotated[EvidenceQuery, Query()]
) -> Response:
    """The case as one file that can be checked without this server."""
    return auditing.export(visit, asked)


@router.get("/audit/cases")
def cases(
    visit: Annotated[Visit, door(Need.AUDIT)], asked: Annotated[CaseSearch, Query()]
) -> FoundCases:
    """Cases by person, clause, operation, value, time and status, newest first."""
    return case_search.search(visit, asked)


@router.get("/audit/cases/export", response_class=Response)
def export_cases(
    visit: Annotated[Visit, door(Need.AUDIT)], asked: Annotated[ExportQuery, Query()]
) -> Response:
    """The found cases as a CSV file with a byte order mark, or as a workbook."""
    return case_search.export(visit, asked)


@router.get("/audit/amounts")
def amounts(visit: Annotated[Visit, door(Need.AUDIT)]) -> Amounts:
    """The numbers that cases can be found by: amounts, copies, days."""
    return case_search.amounts(visit)


@router.get("/audit/findings")
def findings(
    visit: Annotated[Visit, door(Need.AUDIT)], asked: Annotated[FindingsQuery, Query()]
) -> Findings:
    """Every declared kind of finding, counted over all cases that began in a period."""
    return finding_answers.findings(visit, asked)


@router.get("/audit/findings/{finding}")
def finding(
    visit: Annotated[Visit, door(Need.AUDIT)],
    finding: Annotated[str, Path(max_length=200, pattern=NO_NUL)],
    asked: Annotated[FindingQuery, Query()],
) -> FindingItems:
    """The findings of one kind, newest first, each with its case and step."""
    return finding_answers.finding(visit, finding, asked)


@router.post("/audit/findings/{finding}/notes", status_code=201)
def note(
    visit: Annotated[Visit, door(Need.AUDIT)],
    finding: Annotated[str, Path(max_length=200, pattern=NO_NUL)],
    body: NoteRequest,
) -> FindingNote:
    """Mark a finding as looked at, with what came of it; notes are kept for good."""
    return finding_answers.note(visit, finding, body)
