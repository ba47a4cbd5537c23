"""Commands of process owners: deploy, lint, import, layout, picture; and bench."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from engine.bootstrap import draw_picture, finding_line, open_runtime
from engine.clauses.edited import to_review
from engine.cli.opening import looking, must_exist, options, sqlite_file
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit, failures
from engine.errors import Finding, InvalidCommand, Text
from engine.handlers.deploy import SHARED
from engine.offline import import_file, layout_file, lint_paths
from engine.shipped import shipped_files
from engine.views import Deployment

app = typer.Typer()

Files = Annotated[list[Path], typer.Argument(exists=True, help="文件或目录 / Files or folders")]


def files_of(paths: list[Path]) -> list[tuple[str, bytes]]:
    """Every deployable file below the paths. Raises InvalidCommand when there is none."""
    found: list[tuple[str, bytes]] = []
    for path in paths:
        if path.is_dir():
            inner = filter(_is_deployable, sorted(path.rglob("*")))
            found += [(p.name, p.read_bytes()) for p in inner]
        else:
            found.append((path.name, path.read_bytes()))
    if not found:
        raise InvalidCommand(
            "没有可发布的文件（.bpmn、.dmn、.form）",
            "Expected .bpmn, .dmn or .form files, found none",
        )
    return found


def _is_deployable(path: Path) -> bool:
    return path.suffix in {".bpmn", ".dmn", ".form"} or path.name in SHARED


@app.command()
def upgrade(database: Database = DEFAULT_DATABASE, as_json: Json = False) -> None:
    """升级旧版本写入的数据库；请先备份 / Upgrade an older release's database; make a copy first."""
    with failures(as_json):
        must_exist(database)
        open_runtime(database, options()).close()
        emit({"upgraded": database}, as_json, lambda: f"已是当前结构 / up to date: {database}")


@app.command()
def deploy(
    files: Annotated[
        list[Path] | None,
        typer.Argument(exists=True, help="文件或目录；省略则为自带流程 / Absent: what ships"),
    ] = None,
    actor: Actor = "admin",
    draft: Annotated[
        bool, typer.Option("--draft", help="只作草稿试用，不替换已发布的 / Only to be tried out")
    ] = False,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """发布流程、决策表、表单，要么全部要么全不 / Publish files, all or none."""
    with failures(as_json):
        chosen = files_of(files) if files else shipped_files()
        file = sqlite_file(database)
        if file is not None and file.exists():
            must_exist(database)
        runtime = open_runtime(database, options())
        try:
            deployment = runtime.deploy(chosen, runtime.person(actor), draft=draft)
        finally:
            runtime.close()
        answer = {
            "id": deployment.id,
            "definitions": deployment.definitions,
            "decisions": deployment.decisions,
            "forms": deployment.forms,
            "findings": deployment.findings,
        }
        emit(answer, as_json, lambda: "\n".join(_deployed(deployment)))


def _deployed(deployment: Deployment) -> Iterator[str]:
    mark = "  草稿 / draft" if deployment.draft else ""
    yield from (f"{one.key}  v{one.version}  {one.name}{mark}" for one in deployment.definitions)
    yield from map(finding_line, deployment.findings)
    for kind, names in (
        ("决策表 / decisions", deployment.decisions),
        ("表单 / forms", deployment.forms),
    ):
        if names:
            yield f"{kind}: {', '.join(sorted(names))}"


@app.command()
def lint(
    files: Files,
    marks_of: Annotated[
        str,
        typer.Option(
            help="数据库地址：也列出其中因条款修改待复核的元素 / Also its marks to review"
        ),
    ] = "",
    as_json: Json = False,
) -> None:
    """检查流程图、决策表、表单，不需要数据库 / Check files, without a database."""
    with failures(as_json):
        findings = [*_unknown(files), *lint_paths(files)]
        if marks_of:
            findings += _marks(marks_of, files, as_json)
        emit(findings, as_json, lambda: "\n".join(map(finding_line, findings)) or "OK")
        if any(finding.severity == "error" for finding in findings):
            raise typer.Exit(1)


def _unknown(paths: list[Path]) -> list[Finding]:
    """The named files that no check looks at. Raises InvalidCommand when none is left."""
    known = [path for path in paths if path.is_dir() or _is_deployable(path)]
    files_of(known)
    return [
        Finding(
            rule="known-file-kind",
            severity="warning",
            text=Text(zh="不认识的文件，没有检查", en="Not a file that is checked"),
            file=str(path),
        )
        for path in paths
        if path not in known
    ]


def _diagrams(paths: list[Path]) -> list[Path]:
    """The files, and every diagram of the folders. Raises InvalidCommand when there is none."""
    found = [
        file
        for path in paths
        for file in (sorted(path.rglob("*.bpmn")) if path.is_dir() else [path])
    ]
    if not found:
        raise InvalidCommand("没有流程图（.bpmn）", "Expected .bpmn files, found none")
    return found


def _marks(database: str, files: list[Path], as_json: bool) -> Iterator[Finding]:
    """The elements of these diagrams that wait for a review in the database."""
    ours = {
        one.key: (one, file.name)
        for path in files
        for file in (sorted(path.rglob("*.bpmn")) if path.is_dir() else [path])
        if file.suffix == ".bpmn"
        for one in import_file(file)[0].definitions
    }
    with looking(database, as_json) as engine:
        for mark in engine.runtime.clause_marks.open():
            if mark.process in ours:
                yield to_review(mark.clause, mark.process, mark.element, ours[mark.process])


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="BPMN 文件 / File")],
    as_json: Json = False,
) -> None:
    """读入其他工具画的图，列出执行前还缺什么 / Read another tool's diagram; list what is missing.

    什么也不写，文件原样不动。Nothing is written; the file stays as it is.
    """
    with failures(as_json):
        draft, findings = import_file(file)
        answer: dict[str, Any] = {
            "processes": [
                {"key": one.key, "name": one.name, "elements": len(one.elements)}
                for one in draft.definitions
            ],
            "drawings": draft.drawings,
            "missing": findings,
        }
        emit(answer, as_json, lambda: "\n".join(_imported(answer, findings)))


def _imported(answer: dict[str, Any], findings: list[Finding]) -> Iterator[str]:
    for one in answer["processes"]:
        yield f"{one['key']}  {one['name']}  {one['elements']} 个元素 / elements"
    if answer["drawings"]:
        yield f"只作图保留 / kept as drawings: {', '.join(answer['drawings'])}"
    errors = sum(one.severity == "error" for one in findings)
    yield f"执行前还缺 / missing before it can run: {errors}"
    yield from map(finding_line, findings)


@app.command()
def layout(files: Files, as_json: Json = False) -> None:
    """重排图形，就地改写 / Lay diagrams out anew, in place."""
    with failures(as_json):
        found = _diagrams(files)
        for path in found:
            layout_file(path)
        emit([str(path) for path in found], as_json, lambda: "\n".join(map(str, found)))


@app.command()
def picture(
    files: Files,
    out: Annotated[
        Path | None, typer.Option(help="目录；省略则在原文件旁 / Folder; absent: beside each file")
    ] = None,
    as_json: Json = False,
) -> None:
    """把图画成 SVG，不超过 1440 像素宽 / Draw diagrams as SVG, at most 1440 pixels wide."""
    with failures(as_json):
        found = _diagrams(files)
        targets = [(out or path.parent) / f"{path.stem}.svg" for path in found]
        for path, target in zip(found, targets, strict=True):
            target.write_text(draw_picture(path.read_bytes(), file=path.name), encoding="utf-8")
        emit([str(one) for one in targets], as_json, lambda: "\n".join(map(str, targets)))


@app.command()
def bench(
    output: Annotated[
        Path | None,
        typer.Option("--json", help="把数据写入此文件 / Write the figures to this file"),
    ] = None,
    only: Annotated[str | None, typer.Option(help="只测这一项 / Only this measure")] = None,
) -> None:
    """测速，先打印比值；只在源码目录中 / Measure and print ratios (checkout only)."""
    wanted = [*(["--json", str(output)] if output else []), *(["--only", only] if only else [])]
    sys.argv = ["bench", *wanted]
    try:
        runpy.run_module("bench", run_name="__main__")
    except ImportError as error:
        typer.echo("bench/ 只在源码目录中 / Expected a checkout: bench/ is not installed", err=True)
        raise typer.Exit(2) from error
