"""Writes into each family's README which element and scenario carries out each written clause.

`python -m tools.clause_table` rewrites the part between the markers; a test keeps it current.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from engine.bpmn.reader import read_bpmn
from engine.core.definition import ProcessDefinition
from engine.paths import forms_dir, processes_dir
from engine.scenarios import Scenario, read_scenarios
from engine.shipped import shipped_clauses

BEGIN: Final = "<!-- clauses:begin -->"
END: Final = "<!-- clauses:end -->"
_ID: Final = re.compile(r"\b[A-Z]{2,5}-\d{2,3}\b")
_DECISION: Final = re.compile(r'<decision id="([^"]+)"')
_RULE: Final = re.compile(r'<rule id="([^"]+)">\s*<description>([^<]*)</description>')


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One place of one process that says which clause it carries out."""

    clause: str
    process: str
    place: str  # element id, or `decision/rule`, or `form.field`


def definitions() -> tuple[ProcessDefinition, ...]:
    """Every shipped process."""
    files = sorted(processes_dir().rglob("*.bpmn"))
    return tuple(one for file in files for one in read_bpmn(file.read_bytes(), file=file.name))


def citations() -> tuple[Citation, ...]:
    """Every citation of a clause by a process, its elements, its decisions and its forms."""
    rules = dict(_decision_rules())
    return tuple(one for process in definitions() for one in _of_process(process, rules))


def _of_process(
    process: ProcessDefinition, rules: Mapping[str, list[tuple[str, str]]]
) -> Iterator[Citation]:
    def cite(ids: Any, place: str) -> Iterator[Citation]:
        for clause in ids:
            yield Citation(clause=clause, process=process.key, place=place)

    yield from cite(process.clauses, process.key)
    forms: dict[str, None] = {}
    for element in process.elements.values():
        yield from cite(element.clauses, element.id)
        form = element.user_task.form_id if element.user_task else element.form_id
        if form:
            forms[form] = None
        for rule, text in rules.get(element.decision_id or "", ()):
            yield from cite(_ID.findall(text), f"{element.decision_id}/{rule}")
    for form in forms:
        for field, ids in _form_clauses(form):
            yield from cite(ids, f"{form}.{field}")


def _decision_rules() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for file in sorted(processes_dir().rglob("*.dmn")):
        text = file.read_text(encoding="utf-8")
        for decision in _DECISION.findall(text):
            yield decision, _RULE.findall(text)


def _form_clauses(form: str) -> Iterator[tuple[str, list[str]]]:
    schema = json.loads((forms_dir() / f"{form}.form").read_text(encoding="utf-8"))
    for component in _components(schema):
        ids = component.get("properties", {}).get("clauses")
        if ids:
            yield str(component.get("key") or component.get("path")), ids.split()


def _components(container: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for component in container.get("components", ()):
        yield component
        yield from _components(component)


def scenarios() -> tuple[Scenario, ...]:
    """Every shipped scenario."""
    files = sorted(processes_dir().glob("*/scenarios/*.yaml"))
    return tuple(one for file in files for one in read_scenarios(file))


def not_executable() -> Mapping[str, Mapping[str, str]]:
    """The clauses that no process carries out yet, with the reason in zh and en, by id."""
    listed = yaml.safe_load((processes_dir() / "not_executable.yaml").read_bytes())
    return {one["id"]: one for one in listed["rules"]}


def table(process: str) -> str:
    """The clauses of one procedure with where each is carried out and shown."""
    cited = [one for one in citations() if one.process == process]
    played = [one for one in scenarios() if one.process == process]
    left = not_executable()
    lines = ["| 条款 clause | 内容 | 执行处 where | 场景 scenarios |", "|---|---|---|---|"]
    for clause in shipped_clauses().values():
        if clause.procedure != process:
            continue
        places = [f"`{one.place}`" for one in cited if one.clause == clause.id]
        shown = [f"`{one.id}`" for one in played if clause.id in one.proves]
        where = ", ".join(dict.fromkeys(places))
        if clause.id in left:
            where = f"未执行:{left[clause.id]['reason_zh']}"
        lines.append(f"| {clause.id} | {clause.text} | {where} | {', '.join(shown) or '-'} |")
    return "\n".join(lines)


def rewritten(readme: str, family: str) -> str:
    """The README's text with the generated part made anew."""
    head, _, rest = readme.partition(BEGIN)
    _, _, tail = rest.partition(END)
    parts = [
        f"### {one.name} `{one.key}`\n\n{table(one.key)}"
        for one in definitions()
        if one.family == family and not one.placeholder
    ]
    return head + BEGIN + "\n\n" + "\n\n".join(parts) + "\n\n" + END + tail


def readmes() -> Iterator[tuple[Path, str]]:
    """Each README with a generated part, and its family."""
    for file in sorted(processes_dir().glob("*/README.md")):
        if BEGIN in file.read_text(encoding="utf-8"):
            yield file, file.parent.name


def main() -> int:
    for file, family in readmes():
        text = file.read_text(encoding="utf-8")
        file.write_text(rewritten(text, family), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
