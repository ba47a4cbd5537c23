"""What the catalogue shows of a process that is about to be stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.core import policy
from engine.core.definition import ProcessDefinition
from engine.core.people import Person
from engine.views import DefinitionView

if TYPE_CHECKING:
    from engine.handlers.deploy import ReadFile


def view_of(
    definition: ProcessDefinition, file: ReadFile, deployment_id: str, made: tuple[Any, Person]
) -> DefinitionView:
    """Of one process of a file, with the deployment, the moment and the person."""
    start = definition.start_event()
    by_people = start is not None or bool(definition.begins_at())
    clauses = dict.fromkeys(definition.clauses)
    for element in definition.elements.values():
        clauses.update(dict.fromkeys(element.clauses))
    return DefinitionView(
        key=definition.key,
        version=0,
        digest=file.artifact.digest,
        name=definition.name,
        name_en=definition.name_en,
        family=definition.family,
        deployed_at=made[0],
        deployed_by=made[1].id,
        deployment_id=deployment_id,
        placeholder=definition.placeholder,
        start_form_id=start.form_id if start else None,
        startable_by=definition.startable_by if by_people else (policy.ONLY_CALLED,),
        clauses=tuple(clauses),
        draft=definition.draft,
        task_names=_task_names(definition),
    )


def _task_names(definition: ProcessDefinition) -> tuple[str, ...]:
    tasks = (one for one in definition.elements.values() if one.user_task is not None)
    return tuple(dict.fromkeys(n for one in tasks for n in (one.name or one.id, one.name_en) if n))
