"""Which published processes a deployment changes, and whether somebody must have reviewed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from engine.bundles import Bundles, Files, references
from engine.core.definition import ProcessDefinition
from engine.core.ids import Digest
from engine.errors import NotPermitted
from engine.ports import Catalog

if TYPE_CHECKING:
    from engine.handlers.deploy import ReadFile

OWN_KINDS = ("process", "form", "decision")
"""What belongs to processes; the calendar, parameters and clauses are everybody's."""


def changed_by(
    read: Sequence[ReadFile], catalog: Catalog, files: Files, bundles: Bundles
) -> Iterator[ProcessDefinition]:
    """The published processes whose diagram, forms or decisions the files replace, as they are."""
    changed = {
        f"{file.kind}:{name}"
        for file in read
        if file.kind in OWN_KINDS
        for name in file.names
        if files.latest(file.kind, name) != file.artifact.digest
    }
    if not changed:
        return
    others = any(not name.startswith("process:") for name in changed)
    for view in catalog.definitions():
        own = f"process:{view.key}" in changed
        if not (own or others):
            continue
        definition = bundles.definition(view.key, Digest(view.digest))
        if own or any(name in changed for name, _ in references(definition)):
            yield definition


def refuse_unreviewed(changed: Iterable[ProcessDefinition]) -> None:
    """Raises NotPermitted for a process that asks for another owner's approval."""
    asking = sorted(definition.key for definition in changed if definition.reviewed)
    if asking:
        raise NotPermitted(
            f"{'、'.join(asking)} 发布前须由另一位负责人复核，请在工作室中提交复核",
            f"Expected another owner's approval of {', '.join(asking)}: ask for it in the studio",
        )
