"""One request that came through the door, with what the door has looked up."""

from __future__ import annotations

from dataclasses import dataclass

from api.deps import House
from api.errors import not_signed_in
from engine.core.people import Person
from engine.filters import SavedFilter
from engine.views import DefinitionView, IncidentView, InstanceView, WorkItemView


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request that came through the door, with what the door has already looked up."""

    house: House
    actor: Person | None = None
    definition: DefinitionView | None = None
    case: InstanceView | None = None
    item: WorkItemView | None = None
    incident: IncidentView | None = None
    filter: SavedFilter | None = None
    absent: Person | None = None  # whose right the person acts with on this work item (代理)
    seen_as: Person | None = None  # whose eyes they see the case with
    command_id: str | None = None
    asked: str = ""  # the route, as the OpenAPI file writes it

    @property
    def person(self) -> Person:
        """Who acts; only routes for anyone may be visited by nobody."""
        if self.actor is None:
            raise not_signed_in()
        return self.actor
