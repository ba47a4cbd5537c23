"""Wires the figures over a runtime; what people noted is kept with the studio's records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.bpmn.cells import with_cells
from engine.bpmn.reader.dmn import read_dmn
from engine.catalog_files import CatalogFiles
from engine.figures.desk import FigureDesk, FigureTools
from engine.studio.model import Act, Record, StudioStore
from engine.views import FileVersion

if TYPE_CHECKING:
    from engine.bootstrap import Runtime


_NO_DRAFT: Final = 0
"""No draft has this version: the record is kept and nothing is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioNotes:
    """FigureNotes as records of the studio, under the name of the source."""

    store: StudioStore

    def add(self, source: str, version: FileVersion, note: str) -> None:
        """Kept with who published the version, and when."""
        record = Record(
            key=source,
            at=version.at,
            by=version.by,
            act=Act.PUBLISHED,
            digest=version.digest,
            note=note,
            version=version.version,
            authors=(version.by,),
        )
        self.store.drop(source, _NO_DRAFT, record)

    def of(self, source: str) -> Mapping[int, str]:
        """The notes by version."""
        return {one.version: one.note for one in self.store.records(source) if one.note}


def open_figures(runtime: Runtime) -> FigureDesk:
    """The figures of a runtime."""
    return FigureDesk(
        FigureTools(
            store=runtime.store,
            files=CatalogFiles(runtime.store),
            bundles=runtime.bundles,
            read=read_dmn,
            write=with_cells,
            deploy=runtime.deploy,
            notes=StudioNotes(store=runtime.studio.tools.store),
        )
    )
