"""Commands about evidence: export a case as one file, and check such a file anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.cli.bilingual import BilingualCommand, BilingualGroup
from engine.cli.opening import looking
from engine.cli.output import DEFAULT_DATABASE, Database, Json, emit, failures
from engine.evidence import Checked, check_evidence, evidence

app = typer.Typer(
    cls=BilingualGroup,
    no_args_is_help=True,
    help="证据包：导出、核验 / Evidence of a case: export, check",
)


@app.command(cls=BilingualCommand)
def export(
    case: Annotated[str, typer.Argument(help="案件编号 / Case id")],
    file: Annotated[Path, typer.Argument(help="要写的 ZIP 文件 / The ZIP file to write")],
    files: Annotated[bool, typer.Option("--files", help="连同附件 / Attachments too")] = False,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """把一个案件导出为一个可独立核验的文件 / Export a case as one file."""
    with looking(database, as_json) as engine:
        content = evidence(engine.runtime, case, with_files=files)
        file.write_bytes(content)
    written = {"file": str(file), "bytes": len(content)}
    emit(written, as_json, lambda: f"{file}: {len(content)} bytes")


@app.command(cls=BilingualCommand)
def check(
    file: Annotated[Path, typer.Argument(help="证据包 / The file", exists=True)],
    as_json: Json = False,
) -> None:
    """核验证据包，不需要网络和数据库 / Check such a file: no network, no database.

    有一项不符即以 1 退出。Exits with 1 when one check fails.
    """
    with failures(as_json):
        checked = check_evidence(file.read_bytes())
    emit(checked, as_json, lambda: "\n".join(map(_line, checked)))
    if not all(one.passed for one in checked):
        raise typer.Exit(1)


def _line(one: Checked) -> str:
    mark = "通过 / passed" if one.passed else "不符 / FAILED"
    return f"{one.key:12} {mark}: {one.text.zh} / {one.text.en}"
