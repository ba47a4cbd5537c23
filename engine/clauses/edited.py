"""Finds the elements that cite a clause which reads otherwise from now on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engine.clauses.citations import Citation, Sources, citations
from engine.core.clause import Edit
from engine.core.definition import Bundle, ProcessDefinition
from engine.dmn import CompiledDecision
from engine.errors import Family, Finding, Text
from engine.forms import Form

RULE: Final = "clause-to-review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One element, with the places of it that cite the edited clause."""

    edit: Edit
    process: str
    element: str  # empty: the process as a whole
    places: tuple[str, ...]


def sources_of(bundle: Bundle) -> Sources:
    """The decisions and forms of a bundle, which cite clauses too."""
    decisions = {k: d for k, d in bundle.decisions.items() if isinstance(d, CompiledDecision)}
    forms = {k: form for k, form in bundle.forms.items() if isinstance(form, Form)}
    return Sources(
        tables={name: decision.tables() for name, decision in decisions.items()},
        forms={name: form.schema for name, form in forms.items()},
    )


def touched(edited: Sequence[Edit], bundles: Iterable[Bundle]) -> Iterator[Touched]:
    """What the edits touch in the processes of these bundles, each element once per clause."""
    by_clause = {edit.clause: edit for edit in edited}
    for bundle in bundles:
        cited = citations(bundle.process, sources_of(bundle))
        found: dict[tuple[str, str], list[Citation]] = {}
        for one in cited:
            if one.clause in by_clause:
                found.setdefault((one.element, one.clause), []).append(one)
        for (element, clause), places in found.items():
            yield Touched(
                edit=by_clause[clause],
                process=bundle.process.key,
                element=element,
                places=tuple(dict.fromkeys(one.place for one in places)),
            )


def to_review(
    clause: str, process: str, element: str, where: tuple[ProcessDefinition | None, str]
) -> Finding:
    """The warning at one element that cites an edited clause; its line, where the definition and
    file are at hand."""
    definition, file = where
    found = definition.elements.get(element) if definition else None
    place = f"{process}:{element}" if element else process
    return Finding(
        rule=RULE,
        family=Family.HOUSE,
        severity="warning",
        text=Text(
            zh=f"条款 {clause} 的内容已改，引用它的 {place} 待流程负责人复核",
            en=f"Clause {clause} was edited: {place}, which cites it, waits for its owner's review",
        ),
        element_id=element or process,
        line=found.line if found else None,
        file=file or None,
        fix=Text(
            zh="对照新旧内容，必要时修改并发布，然后 guicheng clauses review",
            en="Compare old and new, change and publish if needed, then guicheng clauses review",
        ),
    )
