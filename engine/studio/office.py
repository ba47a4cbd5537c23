"""Wires the studio over a runtime: its store, and what is done to the XML of diagrams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.bpmn.layout import layout
from engine.bpmn.reader import inspect_bpmn
from engine.bpmn.sketch import as_text, blank, process_ids, well_formed
from engine.bundles import Files
from engine.core.people import Person
from engine.notifications.model import Telling
from engine.store.sql_studio import studio_of
from engine.studio.drafts import Drafts
from engine.studio.model import StudioDraft
from engine.studio.publishing import Publishing
from engine.studio.telling import tales_of
from engine.studio.tools import Diagrams, FilesToPublish, StudioTools
from engine.views import Deployment

if TYPE_CHECKING:
    from engine.bootstrap import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """Drafts of processes and their publication."""

    tools: StudioTools
    drafts: Drafts
    publishing: Publishing


def open_studio(runtime: Runtime, files: Files) -> Studio:
    """The studio of a runtime whose store and bundles are there already."""

    def deploy(content: FilesToPublish, by: Person, reviewed: bool) -> Deployment:
        return runtime.deploy(content, by, reviewed=reviewed)

    def telling(draft: StudioDraft, by: Person) -> Telling:
        view = runtime.store.definition(draft.key)
        name = view.name if view is not None else draft.key
        tales = tales_of(draft, name, by, runtime.people)
        return runtime.notifications.telling(f"studio:{draft.key}:{draft.version}", tales)

    tools = StudioTools(
        store=studio_of(runtime.store, runtime.notifications.kept),
        catalog=runtime.store,
        files=files,
        bundles=runtime.bundles,
        publisher=runtime.publisher,
        deploy=deploy,
        diagrams=Diagrams(
            well_formed=well_formed,
            as_text=as_text,
            blank=blank,
            layout=layout,
            process_ids=process_ids,
            inspect=lambda name, data: inspect_bpmn(data, file=name).findings,
        ),
        clock=runtime.clock,
        telling=telling,
    )
    drafts = Drafts(tools=tools)
    return Studio(tools=tools, drafts=drafts, publishing=Publishing(tools=tools, drafts=drafts))
