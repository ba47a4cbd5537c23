"""Assembles what people see of the company's figures, and publishes changes of them."""

from __future__ import annotations

from api import show
from api.errors import finding_json
from api.schemas.common import FindingProblem
from api.schemas.figures import (
    FigureChanges,
    FigureHistory,
    Figures,
    FiguresChanged,
    FigureUser,
    FigureVersion,
    FigureView,
)
from api.visit import Visit
from engine.core import policy
from engine.figures.model import Figure, FigureChange, FigureKind
from engine.views import DefinitionView


def figures(visit: Visit) -> Figures:
    """Every figure in force, with the processes that use it."""
    return Figures(items=_shown(visit, visit.house.figures.all()))


def history(visit: Visit, figure_id: str) -> FigureHistory:
    """The values that a figure has had. Raises NotFound."""
    return FigureHistory(
        items=[
            FigureVersion.of(one, show.person_name(visit.house, one.by).zh)
            for one in visit.house.figures.history(figure_id)
        ]
    )


def change(visit: Visit, asked: FigureChanges) -> FiguresChanged:
    """Publish other values; see FigureDesk.change."""
    changes = [FigureChange(id=one.id, was=one.was, value=one.value) for one in asked.changes]
    done = visit.house.figures.change(changes, asked.note, visit.person)
    wanted = {one.id for one in changes}
    now = [one for one in visit.house.figures.all() if one.id in wanted]
    return FiguresChanged(
        items=_shown(visit, now),
        findings=[FindingProblem(**finding_json(one)) for one in done.findings],
    )


def _shown(visit: Visit, found: tuple[Figure, ...] | list[Figure]) -> list[FigureView]:
    runtime = visit.house.runtime
    rights = runtime.people.rights
    views = {
        view.key: view
        for view in runtime.store.definitions()
        if policy.may_see_process(visit.person, view.key, rights)
    }
    return [
        FigureView.of(figure, _users(figure, views), may_change=_may_change(visit, figure))
        for figure in found
    ]


def _users(figure: Figure, views: dict[str, DefinitionView]) -> list[FigureUser]:
    known = (views[key] for key in figure.users if key in views)
    return [FigureUser(key=one.key, name=one.name, name_en=one.name_en) for one in known]


def _may_change(visit: Visit, figure: Figure) -> bool:
    """Parameters are everybody's: only who may publish everything changes them; a table belongs to
    the processes that use it."""
    if figure.kind is FigureKind.PARAMETER or not figure.users:
        return policy.may_deploy(visit.person)
    return all(policy.may_deploy(visit.person, key) for key in figure.users)
