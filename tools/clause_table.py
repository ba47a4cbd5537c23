"""Writes into each family's README which element and scenario carries out each written clause.

`python -m tools.clause_table` rewrites the part between the markers; a test keeps it current.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from engine.clauses.loading import shipped_citations, shipped_definitions, shipped_scenarios
from engine.paths import processes_dir
from engine.shipped import shipped_clauses, shipped_waivers

BEGIN: Final = "<!-- clauses:begin -->"
END: Final = "<!-- clauses:end -->"


def table(process: str) -> str:
    """The clauses of one procedure with where each is carried out and shown."""
    cited = [one for one in shipped_citations() if one.process == process]
    cited.sort(key=lambda one: "." in one.place)  # fields of forms after elements
    played = [one for one in shipped_scenarios() if one.process == process]
    left = shipped_waivers()
    lines = ["| 条款 clause | 内容 | 执行处 where | 场景 scenarios |", "|---|---|---|---|"]
    for clause in shipped_clauses().values():
        if clause.procedure != process:
            continue
        places = [f"`{one.place}`" for one in cited if one.clause == clause.id]
        shown = [f"`{one.id}`" for one in played if clause.id in one.proves]
        where = ", ".join(dict.fromkeys(places))
        if clause.id in left:
            where = f"未执行：{left[clause.id].zh}"
        lines.append(f"| {clause.id} | {clause.text} | {where} | {', '.join(shown) or '-'} |")
    return "\n".join(lines)


def rewritten(readme: str, family: str) -> str:
    """The README's text with the generated part made anew."""
    head, _, rest = readme.partition(BEGIN)
    _, _, tail = rest.partition(END)
    parts = [
        f"### {one.name} `{one.key}`\n\n{table(one.key)}"
        for one in shipped_definitions()
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
