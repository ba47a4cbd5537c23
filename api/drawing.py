"""What the editor of diagrams asks besides drafts: names to choose from, layout, expressions."""

from __future__ import annotations

from collections.abc import Mapping

from api.auth import Visit
from api.schemas.studio import (
    ExpressionProblem,
    FormFieldView,
    LaidOut,
    Named,
    ScopeNameView,
    StudioChoices,
    StudioScope,
)
from engine.core.ids import Digest
from engine.errors import Text
from engine.feel import FeelError, FeelSyntaxError, compile_expression
from engine.studio.scope import FormField, ScopeName, scope_of


def choices(visit: Visit) -> StudioChoices:
    """Everything that exists now, in the order of its ids or clauses."""
    runtime = visit.house.runtime
    now = runtime.people.current()
    pinned = runtime.studio.tools
    forms, decisions = pinned.store.resources("form"), pinned.store.resources("decision")
    return StudioChoices(
        roles=_named(now.roles),
        departments=_named({one: now.departments[one].name for one in now.departments}),
        groups=_named({one: now.groups[one].name for one in now.groups}),
        people=[
            Named(id=one.id, zh=f"{one.name} · {one.department_name}", en=one.name_en or one.name)
            for one in runtime.people.people()
        ],
        processes=[
            Named(id=one.key, zh=one.name, en=one.name_en or one.name)
            for one in runtime.store.definitions()
        ],
        forms=forms,
        decisions=decisions,
        connectors=sorted(runtime.connectors),
        parameters=_parameters(visit),
        clauses=[Named(id=one.id, zh=one.text, en="") for one in visit.house.clauses.values()],
    )


def _named(texts: Mapping[str, Text]) -> list[Named]:
    return [Named(id=one, zh=texts[one].zh, en=texts[one].en) for one in sorted(texts)]


def _parameters(visit: Visit) -> list[str]:
    tools = visit.house.runtime.studio.tools
    digest = tools.files.latest("parameters", "parameters")
    if digest is None:
        return []
    found = tools.publisher().read("parameters", tools.files.content(Digest(digest)), "")
    return sorted(found)


def scope(visit: Visit, key: str) -> StudioScope:
    """Of the draft as it was saved last."""
    studio = visit.house.runtime.studio
    found = scope_of(studio.tools, studio.drafts.read(key))
    return StudioScope(
        names=[_name(one) for one in found.names],
        forms={form: [_field(one) for one in fields] for form, fields in found.forms.items()},
    )


def _name(one: ScopeName) -> ScopeNameView:
    said = {"zh": one.said.zh, "en": one.said.en}
    return ScopeNameView(name=one.name, **said, type=one.type, values=list(one.values))


def _field(one: FormField) -> FormFieldView:
    said = {"zh": one.label.zh, "en": one.label.en}
    return FormFieldView(path=one.path, **said, type=one.type, values=list(one.values))


def lay_out(visit: Visit, xml: str) -> LaidOut:
    """Raises DeploymentRefused for what cannot be drawn."""
    diagrams = visit.house.runtime.studio.tools.diagrams
    return LaidOut(xml=diagrams.layout(xml.encode(errors="replace")).decode())


def expression(text: str) -> ExpressionProblem:
    """Nothing when it is FEEL whatever its names mean."""
    try:
        compile_expression(text)
    except FeelSyntaxError as error:
        place = {"line": error.line, "column": error.column}
        return ExpressionProblem(zh=error.text.zh, en=error.text.en, **place)
    except FeelError as error:
        return ExpressionProblem(zh=error.text.zh, en=error.text.en, line=None, column=None)
    return ExpressionProblem(zh=None, en=None, line=None, column=None)
