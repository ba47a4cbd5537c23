"""What stops a task of the second interpreter: incidents as data, and refusals to witness."""

from __future__ import annotations

from engine.core.definition import Element
from engine.core.state import IncidentKind
from engine.errors import DeploymentRefused, InvalidState, NoWitness, Text


class Stuck(Exception):
    """Raised before anything changed; becomes an incident at `element`, and is tried again."""

    def __init__(self, kind: IncidentKind, element: Element, zh: str, en: str) -> None:
        super().__init__(en)
        self.kind = kind
        self.element = element
        self.text = Text(zh=f"“{element.name or element.id}”：{zh}", en=f"{element.id}: {en}")


class NotWitnessed(DeploymentRefused, NoWitness):
    """The process has a construct that SpiffWorkflow is known to run wrongly: as a witness it
    says nothing, as a server's interpreter it refuses the process."""


class BeyondWitness(InvalidState, NoWitness):
    """The case has come to where SpiffWorkflow cannot be trusted to go on: as a witness it falls
    silent, as a server's interpreter it refuses the command and the case stays as it is."""
