"""Shapes of the approval sheet (审批单)."""

from __future__ import annotations

from api.schemas.cases import Instance
from api.schemas.common import Given, Moment


class SheetField(Given):
    """One line of what was asked for, or with `asked` false of what was filled in on the way, as
    people read it."""

    label: str
    label_en: str
    value: str
    value_en: str
    asked: bool


class SheetStep(Given):
    """What one person did: `instead_of` names the absent person for whom (代), `signature` is the
    digest of the picture of their handwriting."""

    name: str
    name_en: str
    who: str
    instead_of: str | None
    at: Moment | None
    decision: str
    decision_en: str
    opinion: str
    signature: str | None
    clauses: list[str]


class Sheet(Given):
    """A case on paper. `chain_version` and `chain_head` are the number and the hash of the newest
    row of its record: who has the sheet can have them compared with the log."""

    instance: Instance
    fields: list[SheetField]
    steps: list[SheetStep]
    chain_version: int
    chain_head: str
