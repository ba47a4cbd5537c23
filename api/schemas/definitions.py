"""Shapes of processes, their forms and deployments."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.common import FindingProblem, Given, Json, Moment, Sent
from engine.core.clause import Clause as CoreClause
from engine.core.definition import Element as CoreElement
from engine.views import DefinitionView


class Definition(Given):
    """The newest version of a process; `startable` by the reader."""

    key: str
    version: int
    digest: str
    name: str
    name_en: str
    family: str
    placeholder: bool
    startable: bool
    start_form_id: str | None
    clauses: list[str]
    deployed_at: Moment
    deployed_by: str
    draft: bool

    @classmethod
    def facts(cls, view: DefinitionView, *, startable: bool) -> Json:
        return {
            "key": view.key,
            "version": view.version,
            "digest": view.digest,
            "name": view.name,
            "name_en": view.name_en,
            "family": view.family,
            "placeholder": view.placeholder,
            "startable": startable,
            "start_form_id": view.start_form_id,
            "clauses": list(view.clauses),
            "deployed_at": view.deployed_at,
            "deployed_by": view.deployed_by,
            "draft": view.draft,
        }


class Definitions(Given):
    items: list[Definition]


class Element(Given):
    """One element of a diagram."""

    id: str
    kind: str
    name: str
    name_en: str
    documentation: str
    clauses: list[str]

    @classmethod
    def of(cls, element: CoreElement) -> Element:
        return cls(
            id=element.id,
            kind=element.kind,
            name=element.name,
            name_en=element.name_en,
            documentation=element.documentation,
            clauses=list(element.clauses),
        )


class DefinitionDetail(Definition):
    xml: str
    elements: list[Element]


class StartForm(Given):
    """The start form as form-js JSON; null when the process starts without one."""

    form: Json | None
    form_id: str | None


class StartRequest(Sent):
    variables: dict[str, Any] = Field(default_factory=dict)
    business_key: str | None = Field(default=None, max_length=200)


class Deployed(Given):
    """`findings` are warnings: what is published or tried out all the same."""

    id: str
    draft: bool
    definitions: list[Definition]
    findings: list[FindingProblem]


class Clause(Given):
    """One sentence of a written procedure."""

    id: str
    procedure: str
    kind: str
    text: str
    figure: str
    source: str

    @classmethod
    def of(cls, clause: CoreClause) -> Clause:
        return cls(
            id=clause.id,
            procedure=clause.procedure,
            kind=clause.kind,
            text=clause.text,
            figure=clause.figure,
            source=clause.source,
        )


class Clauses(Given):
    items: list[Clause]


class StoredFile(Given):
    """An uploaded file; a file field holds a list of these."""

    digest: str
    name: str
    size: int
    type: str
