"""Assembles what an owner sees of drafts, and passes on what they do to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from api.auth import Visit
from api.errors import finding_json
from api.schemas.studio import (
    BeginRequest,
    CheckRequest,
    NotedRequest,
    ReviewView,
    SaveRequest,
    StudioDraft,
    StudioDraftHead,
    StudioFileView,
    StudioFinding,
    StudioFindings,
    StudioOverview,
    StudioPart,
    StudioProcess,
    StudioProcesses,
    StudioRelease,
    VerdictRequest,
    VersionRequest,
)
from engine.bundles import references
from engine.core import policy
from engine.core.definition import ProcessDefinition
from engine.core.ids import Digest
from engine.core.rights import Right, holds
from engine.errors import Finding, InvalidCommand, NotFound, NotPermitted
from engine.handlers.deploy import file_kind
from engine.studio.drafts import NewProcess
from engine.studio.model import DraftHead, Figures, StudioFile
from engine.studio.model import StudioDraft as Draft
from engine.studio.publishing import Release, may_judge
from engine.studio.tools import SHARED_NAMES
from engine.views import DefinitionView

Titles = Mapping[tuple[str, str], tuple[str, str]]
"""(kind, id) -> the Chinese and the English name."""


def processes(visit: Visit) -> StudioProcesses:
    """What I may publish, by key: a constant number of statements."""
    runtime, store = visit.house.runtime, visit.house.runtime.studio.tools.store
    views = {view.key: view for view in runtime.store.definitions()}
    heads = {head.key: head for head in store.drafts() if head.key not in SHARED_NAMES}
    figures = store.figures(runtime.clock.now())
    keys = [key for key in sorted({*views, *heads}) if policy.may_deploy(visit.person, key)]
    return StudioProcesses(
        items=[
            StudioProcess(**_facts(visit, key, (views.get(key), heads.get(key)), figures))
            for key in keys
        ],
        may_begin=policy.may_deploy(visit.person),
    )


def _facts(
    visit: Visit,
    key: str,
    known: tuple[DefinitionView | None, DraftHead | None],
    figures: Mapping[str, Figures],
) -> dict[str, Any]:
    view, head = known
    return {
        "key": key,
        "version": view.version if view else 0,
        "name": view.name if view else key,
        "name_en": view.name_en if view else "",
        "family": view.family if view else "",
        "placeholder": view.placeholder if view else False,
        "published_at": view.deployed_at if view else None,
        "published_by": view.deployed_by if view else "",
        **asdict(figures.get(key, Figures())),
        "mine": holds(visit.person, key, Right.OWN),
        "draft": head is not None,
        "draft_saved_at": head.saved_at if head else None,
        "draft_saved_by": head.saved_by if head else "",
        "review": head.review if head else None,
    }


def overview(visit: Visit, key: str) -> StudioOverview:
    """Raises NotFound when there is neither a version nor a draft."""
    studio, runtime = visit.house.runtime.studio, visit.house.runtime
    view, draft = runtime.store.definition(key), studio.tools.store.draft(key)
    if view is None and draft is None and key not in SHARED_NAMES:
        raise NotFound(f"没有流程 {key}", f"Expected a process, got {key!r}")
    head = next((one for one in studio.tools.store.drafts() if one.key == key), None)
    published = studio.tools.as_file(view.digest) if view else None
    facts = _facts(visit, key, (view, head), studio.tools.store.figures(runtime.clock.now()))
    drawn = [one for one in studio.tools.definitions_in(draft) if one.key == key] if draft else []
    if view is None and drawn:
        facts |= {"name": drawn[0].name, "name_en": drawn[0].name_en, "family": drawn[0].family}
    known = _published(visit, view)
    named = [one for definition in drawn or known for one, _ in references(definition)]
    files = (*studio.tools.used(drawn or known), *(draft.files if draft else ()))
    titles = {key: said for file in files for key, said in studio.tools.titles_in(file).items()}
    return StudioOverview(
        **facts,
        needs_review=any(one.reviewed for one in known),
        forms=_of_kind(named, "form", titles),
        decisions=_of_kind(named, "decision", titles),
        xml=published.text if published else "",
        head=_head(visit, draft) if draft else None,
    )


def _published(visit: Visit, view: DefinitionView | None) -> list[ProcessDefinition]:
    bundles = visit.house.runtime.bundles
    return [] if view is None else [bundles.drawn(view.key, Digest(view.digest))]


def _of_kind(references: Sequence[str], kind: str, titles: Titles) -> list[StudioPart]:
    found = (one.partition(":") for one in references)
    names = dict.fromkeys(name for what, _, name in found if what == kind)
    known = {name: titles.get((kind, name), ("", "")) for name in names}
    return [StudioPart(id=name, name=zh, name_en=en) for name, (zh, en) in known.items()]


def begin(visit: Visit, body: BeginRequest) -> StudioDraft:
    """From the published version, or drawn from nothing when a name is given."""
    if not policy.may_deploy(visit.person, body.key):
        raise NotPermitted(f"您不是 {body.key} 的负责人", f"Expected the owner of {body.key}")
    new = NewProcess(name=body.name, family=body.family) if body.name else None
    return full(visit, visit.house.runtime.studio.drafts.begin(body.key, visit.person, new))


def bring(visit: Visit, name: str, content: bytes) -> StudioDraft:
    """Any tool's diagram."""
    if file_kind(name) != "process":
        raise InvalidCommand("请选择 .bpmn 文件", f"Expected a .bpmn file, got {name[:120]!r}")
    return full(visit, visit.house.runtime.studio.drafts.bring(name, content, visit.person))


def read(visit: Visit, key: str) -> StudioDraft:
    """The draft with its texts."""
    return full(visit, visit.house.runtime.studio.drafts.read(key))


def save(visit: Visit, key: str, body: SaveRequest) -> StudioDraftHead:
    """Over the version that was read."""
    drafts = visit.house.runtime.studio.drafts
    return _head(visit, drafts.save(key, visit.person, body.version, body.files))


def rebase(visit: Visit, key: str, body: VersionRequest) -> StudioDraftHead:
    """What was published since was seen."""
    drafts = visit.house.runtime.studio.drafts
    return _head(visit, drafts.rebase(key, visit.person, body.version))


def check(visit: Visit, key: str, body: CheckRequest) -> StudioFindings:
    """Nothing is stored."""
    studio = visit.house.runtime.studio
    found = studio.publishing.check(studio.drafts.read(key), body.files)
    return StudioFindings(findings=findings(found))


def request(visit: Visit, key: str, body: NotedRequest) -> StudioDraftHead:
    """Ask for the second person's word."""
    publishing = visit.house.runtime.studio.publishing
    return _head(visit, publishing.request(key, visit.person, body.version, body.note))


def judge(visit: Visit, key: str, body: VerdictRequest) -> StudioDraftHead:
    """Give it."""
    publishing, verdict = visit.house.runtime.studio.publishing, (body.approved, body.reason)
    return _head(visit, publishing.judge(key, visit.person, body.version, verdict))


def publish(visit: Visit, key: str, body: NotedRequest) -> StudioRelease:
    """The draft as it is."""
    publishing = visit.house.runtime.studio.publishing
    return released(visit, publishing.publish(key, visit.person, body.version, body.note))


def released(visit: Visit, done: Release) -> StudioRelease:
    """What became of it."""
    return StudioRelease(
        version=done.version,
        draft=_head(visit, done.draft) if done.draft else None,
        findings=findings(done.findings),
    )


def findings(found: Iterable[Finding]) -> list[StudioFinding]:
    """With the counter-examples."""
    return [StudioFinding(**finding_json(one), path=list(one.path)) for one in found]


def full(visit: Visit, draft: Draft) -> StudioDraft:
    """With the texts of its own files, and of what it uses."""
    tools = visit.house.runtime.studio.tools
    used = tools.used(tools.definitions_in(draft))
    own = {name for file in draft.files for name in tools.names_in(file.name, file.text)}
    names = {file.name for file in draft.files}
    others = [
        file
        for file in used
        if file.name not in names and own.isdisjoint(tools.names_in(file.name, file.text))
    ]
    head = _head(visit, draft)
    return StudioDraft(
        **head.model_dump(exclude={"review"}),
        review=head.review,
        files=[
            *(as_view(visit, one, own=True) for one in draft.files),
            *(as_view(visit, one, own=False) for one in others),
        ],
    )


def as_view(visit: Visit, file: StudioFile, *, own: bool) -> StudioFileView:
    """One file; `ids` are what it defines."""
    tools = visit.house.runtime.studio.tools
    return StudioFileView(
        name=file.name,
        kind=file_kind(file.name) or "",
        ids=[name for _, name in tools.names_in(file.name, file.text)],
        text=file.text,
        own=own,
        changed=own and tools.published(file) != file.digest,
        digest=file.digest,
    )


def _head(visit: Visit, draft: Draft) -> StudioDraftHead:
    studio = visit.house.runtime.studio
    return StudioDraftHead(
        key=draft.key,
        version=draft.version,
        origin=draft.origin,
        based_on=draft.based_on,
        created_by=draft.created_by,
        created_at=draft.created_at,
        saved_by=draft.saved_by,
        saved_at=draft.saved_at,
        authors=list(draft.authors),
        digest=draft.digest,
        review=ReviewView(**_review(draft)) if draft.review else None,
        needs_review=studio.publishing.needs_review(draft),
        may_judge=may_judge(visit.person, draft),
        overtaken=list(studio.drafts.overtaken(draft)),
    )


def _review(draft: Draft) -> dict[str, Any]:
    assert draft.review is not None  # noqa: S101 -- asked before
    return {name: getattr(draft.review, name) for name in ReviewView.model_fields}
