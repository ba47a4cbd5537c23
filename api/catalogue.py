"""Assembles what a person sees of the deployed processes, and publishes files."""

from __future__ import annotations

from collections.abc import Sequence

from api.auth import Visit
from api.errors import finding_json
from api.options import with_registers
from api.reading import xml_of
from api.rights import may_begin
from api.schemas.common import FindingProblem
from api.schemas.definitions import (
    Clause,
    Clauses,
    Definition,
    DefinitionDetail,
    Definitions,
    Deployed,
    Element,
    StartForm,
)
from api.wire import to_json
from engine.core import policy
from engine.core.ids import Digest
from engine.errors import InvalidCommand
from engine.forms import ALL_EDIT, Form
from engine.views import DefinitionView


def definitions(visit: Visit, *, drafts: bool) -> Definitions:
    """Every process that is deployed now, or every draft for those who may try them out."""
    store = visit.house.runtime.store
    found = store.drafts() if drafts else store.definitions()
    return Definitions(items=[_definition(visit, view) for view in found if _seen(visit, view)])


def _seen(visit: Visit, view: DefinitionView) -> bool:
    if view.draft:
        return policy.may_deploy(visit.person, view.key)
    return policy.may_see_process(visit.person, view.key, visit.house.runtime.people.rights)


def _definition(visit: Visit, view: DefinitionView) -> Definition:
    return Definition(**Definition.facts(view, startable=may_begin(visit, view)))


def definition(visit: Visit) -> DefinitionDetail:
    """The process that the door has looked up."""
    view = view_of(visit)
    bundles = visit.house.runtime.bundles
    model = bundles.definition(view.key, Digest(view.digest), draft=view.draft)
    return DefinitionDetail(
        **Definition.facts(view, startable=may_begin(visit, view)),
        xml=xml_of(visit.house, view.digest),
        elements=[Element.of(element) for element in model.elements.values()],
    )


def view_of(visit: Visit) -> DefinitionView:
    """The process that the door has looked up."""
    assert visit.definition is not None  # noqa: S101 -- only routes of a process ask
    return visit.definition


def start_form(visit: Visit) -> StartForm:
    """The newest start form, all fields editable."""
    view = view_of(visit)
    if view.start_form_id is None:
        return StartForm(form=None, form_id=None)
    runtime = visit.house.runtime
    bundles = runtime.bundles
    pinned = bundles.latest(view.key, draft=view.draft)
    form = bundles.case(pinned).bundle.forms.get(view.start_form_id)
    if form is None and view.draft:
        return StartForm(form=None, form_id=None)
    assert isinstance(form, Form)  # noqa: S101 -- bundles hold forms
    shown = with_registers(form.present(ALL_EDIT), runtime.store)
    return StartForm(form=to_json(shown), form_id=form.id)


def deploy(visit: Visit, files: Sequence[tuple[str, bytes]], *, draft: bool) -> Deployed:
    """Publish the files, or keep them as a draft. Raises DeploymentRefused with every finding."""
    limit = visit.house.settings.max_file_bytes
    if not files or sum(len(content) for _, content in files) > limit:
        raise InvalidCommand(
            f"请选择文件，合计不超过 {limit / 1_000_000:g} MB",
            f"Expected files of at most {limit} bytes",
        )
    deployment = visit.house.runtime.deploy(files, visit.person, draft=draft)
    return Deployed(
        id=deployment.id,
        draft=draft,
        definitions=[_definition(visit, view) for view in deployment.definitions],
        findings=[FindingProblem(**finding_json(one)) for one in deployment.findings],
    )


def clauses(visit: Visit, ids: Sequence[str]) -> Clauses:
    """The clauses with these ids, in the order asked for; unknown ones are left out."""
    known = visit.house.clauses
    return Clauses(items=[Clause.of(known[wanted]) for wanted in ids if wanted in known])
