"""The owners' studio: drafts of processes, their check, review and publication."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, UploadFile

from api import drawing, studio, studio_versions
from api.auth import Need, Visit, door
from api.schemas.studio import (
    BeginRequest,
    CheckRequest,
    DiagramText,
    ExpressionProblem,
    ExpressionText,
    LaidOut,
    NotedRequest,
    SaveRequest,
    StudioChoices,
    StudioDraft,
    StudioDraftHead,
    StudioFindings,
    StudioOverview,
    StudioProcesses,
    StudioRelease,
    StudioScope,
    StudioVersionFiles,
    StudioVersions,
    VerdictRequest,
    VersionRequest,
)

router = APIRouter(prefix="/studio", tags=["studio"])
_Owner = Annotated[Visit, door(Need.OWN_DRAFT)]
_SomeOwner = Annotated[Visit, door(Need.DEPLOY)]
_Version = Annotated[int, Path(ge=1, lt=2**31 - 1)]


@router.get("")
def processes(visit: _SomeOwner) -> StudioProcesses:
    """The processes that I may publish, with what runs, what is stuck, what is being drawn."""
    return studio.processes(visit)


@router.post("/imports", status_code=201)
def bring(visit: _SomeOwner, file: UploadFile) -> StudioDraft:
    """Any tool's BPMN file as the draft of the process that it defines."""
    return studio.bring(visit, file.filename or "", file.file.read())


@router.post("/drafts", status_code=201)
def begin(visit: _SomeOwner, body: BeginRequest) -> StudioDraft:
    """Begin the draft of a process; 409 when there is one."""
    return studio.begin(visit, body)


@router.get("/{key}")
def overview(visit: _Owner, key: str) -> StudioOverview:
    """One process with its diagram and the state of its draft."""
    return studio.overview(visit, key)


@router.get("/{key}/choices")
def choices(visit: _Owner, key: str) -> StudioChoices:
    """What its diagram may name: roles, people, forms, decisions, connectors, clauses."""
    return drawing.choices(visit)


@router.get("/{key}/versions")
def versions(visit: _Owner, key: str) -> StudioVersions:
    """What was published, with notes, authors and reviewers; and every act on its drafts."""
    return studio_versions.versions(visit, key)


@router.get("/{key}/versions/{version}")
def version(visit: _Owner, key: str, version: _Version) -> StudioVersionFiles:
    """The files of one version, to be compared."""
    return studio_versions.files(visit, key, version)


@router.post("/{key}/versions/{version}/roll-back")
def roll_back(visit: _Owner, key: str, version: _Version, body: NotedRequest) -> StudioRelease:
    """Publish what an earlier version was anew; `version` of the body is the newest one now."""
    return studio_versions.roll_back(visit, key, version, body)


@router.get("/{key}/draft")
def draft(visit: _Owner, key: str) -> StudioDraft:
    """The draft with its texts."""
    return studio.read(visit, key)


@router.put("/{key}/draft")
def save(visit: _Owner, key: str, body: SaveRequest) -> StudioDraftHead:
    """Save files of the draft; 409 when somebody saved since that version."""
    return studio.save(visit, key, body)


@router.delete("/{key}/draft", status_code=204)
def discard(visit: _Owner, key: str) -> None:
    """Discard the draft; that it was stays recorded."""
    visit.house.runtime.studio.drafts.discard(key, visit.person)


@router.post("/{key}/draft/check")
def check(visit: _Owner, key: str, body: CheckRequest) -> StudioFindings:
    """What publishing would say, nothing stored; also of texts that are not saved yet."""
    return studio.check(visit, key, body)


@router.get("/{key}/draft/scope")
def scope(visit: _Owner, key: str) -> StudioScope:
    """What the expressions of the draft may name, and the fields of its forms."""
    return drawing.scope(visit, key)


@router.post("/{key}/draft/rebase")
def rebase(visit: _Owner, key: str, body: VersionRequest) -> StudioDraftHead:
    """Confirm that the draft replaces what was published since it began."""
    return studio.rebase(visit, key, body)


@router.post("/{key}/draft/review")
def request(visit: _Owner, key: str, body: NotedRequest) -> StudioDraftHead:
    """Ask another owner to approve the draft."""
    return studio.request(visit, key, body)


@router.post("/{key}/draft/verdict")
def judge(visit: _Owner, key: str, body: VerdictRequest) -> StudioDraftHead:
    """Approve or refuse what another owner has drawn; never one's own."""
    return studio.judge(visit, key, body)


@router.post("/{key}/draft/publish")
def publish(visit: _Owner, key: str, body: NotedRequest) -> StudioRelease:
    """Publish exactly this draft. Cases that run stay on their version."""
    return studio.publish(visit, key, body)


@router.post("/{key}/layout")
def lay_out(visit: _Owner, key: str, body: DiagramText) -> LaidOut:
    """The diagram drawn anew, everything else unchanged."""
    return drawing.lay_out(visit, body.xml)


@router.post("/{key}/expression")
def expression(visit: _Owner, key: str, body: ExpressionText) -> ExpressionProblem:
    """Whether a text is FEEL, and where it is not; its names are for the check of the draft."""
    return drawing.expression(body.text)
