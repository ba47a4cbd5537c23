"""Says which clauses lose their last element when a new version of a process is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from engine.clauses.citations import Sources, citations
from engine.clauses.edited import sources_of
from engine.core.definition import Bundle, ProcessDefinition
from engine.errors import DeploymentRefused, Family, Finding, Text
from engine.views import DefinitionView

RULE: Final = "clause-lost"


def lost_clauses(
    ours: Sequence[tuple[ProcessDefinition, str]],
    published: Iterable[DefinitionView],
    required: Callable[[], frozenset[str]],
    bundle_of: Callable[[str], Bundle],
) -> Iterator[Finding]:
    """An error for each clause that the version of a process published before cites, itself or by
    an element, and that nothing cites any more: not the new version with its decisions and forms,
    nor another process of this deployment (`ours`, with file names) or published before.

    Only `required` clauses count: those that are still written and are not waived. A bundle is
    asked for only when a clause is no longer cited by any diagram.
    """
    views = {view.key: view for view in published}
    cited = frozenset(clause for process, _ in ours for clause in _cited(process))
    cited |= {
        clause
        for key in views.keys() - {process.key for process, _ in ours}
        for clause in views[key].clauses
    }
    for process, file in ours:
        view = views.get(process.key)
        gone = [one for one in view.clauses if one not in cited] if view else []
        missed = [one for one in gone if one in required()] if gone else []
        if view is None or not missed:
            continue
        try:
            now = _cited(process, sources_of(bundle_of(process.key)))
        except DeploymentRefused:
            continue  # what it pins does not fit together, and it is refused for that already
        yield from (_finding(one, view, process, file) for one in missed if one not in now)


def _cited(process: ProcessDefinition, sources: Sources | None = None) -> frozenset[str]:
    return frozenset(one.clause for one in citations(process, sources or Sources()))


def _finding(clause: str, before: DefinitionView, process: ProcessDefinition, file: str) -> Finding:
    return Finding(
        rule=RULE,
        family=Family.HOUSE,
        severity="error",
        text=Text(
            zh=f"条款 {clause} 失去了执行它的元素："
            f"{process.key} 的第 {before.version} 版引用它，新版不再引用",
            en=f"The clause {clause} lost its element: version {before.version} of {process.key} "
            "cites it, the new one does not",
        ),
        element_id=process.key,
        line=process.line or None,
        file=file,
        fix=Text(
            zh="在执行它的元素上写明该条款，或在 not_executable.yaml 中写明理由",
            en="Cite it at the element that carries it out, or waive it in not_executable.yaml "
            "with the reason",
        ),
    )
