"""`guicheng fuzz`: random processes with a known result, tried on the engine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from engine.cli.output import Json, emit
from engine.fuzz.campaign import Report, campaign
from engine.fuzz.office import try_whole
from engine.fuzz.trial import Manner, Verdict
from engine.fuzz.trying import try_seed

app = typer.Typer()

WRONG: Final = Path("fuzz-wrong")
"""Where diagrams that went wrong are written."""


@app.command()
def fuzz(
    count: Annotated[int, typer.Option(min=1, help="多少个流程 / How many processes")] = 1000,
    seed: Annotated[int, typer.Option(help="种子 / Seed of the first one")] = 1,
    replay: Annotated[
        bool,
        typer.Option("--replay", help="每步之后重演并重启 / Replay and restart after every step"),
    ] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="处理器数；默认全部 / Processors; default all")
    ] = None,
    as_json: Json = False,
) -> None:
    """随机生成结果已知的流程并执行比较 / Try random processes with a known result.

    每个流程先按块结构算出应有的待办、结束事件和变量，再写成 BPMN 文件，由引擎读入、检查、执行，
    每一步比较。`--replay` 在整个引擎上执行（内存数据库）：每步之后重演已记录的命令，
    并从日志重新装载案件。有一个不对即以 1 退出，并给出它的种子和文件（在 fuzz-wrong/）；
    `--count 1 --seed 种子` 重做这一个。
    Each process is worked out from its own blocks, drawn as a BPMN file, then read, checked and
    run, and compared at every step. With `--replay` it is run on the whole engine in memory: after
    every step the recorded commands are executed again, and the case is loaded from its log.
    Exits with 1 when one was wrong, with its seed and file (in fuzz-wrong/); `--count 1 --seed
    SEED` tries that one again.
    """
    manner = Manner(restart=replay, replay=replay)
    try_one = try_whole if replay else try_seed
    report = campaign(try_one, seed, count, manner, jobs or os.cpu_count() or 1)
    written = {one.seed: _write(WRONG, one) for one in report.wrong if one.file}
    emit(_plain(report, written), as_json, lambda: "\n".join(_lines(report, written)))
    if report.wrong:
        raise typer.Exit(1)


def _write(folder: Path, verdict: Verdict) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{verdict.seed}.bpmn"
    path.write_text(verdict.file, encoding="utf-8")
    return path


def _plain(report: Report, written: dict[int, Path]) -> dict[str, Any]:
    return {
        "count": report.count,
        "right": report.right,
        "wrong": [
            {
                "seed": one.seed,
                "wrong": one.wrong,
                "file": str(written.get(one.seed, "")),
                "path": one.path,
            }
            for one in report.wrong
        ],
        "steps": report.steps,
        "seconds": str(round(report.seconds, 1)),
        "per_second": report.per_second,
    }


def _lines(report: Report, written: dict[int, Path]) -> list[str]:
    lines = []
    for one in report.wrong:
        lines.append(f"种子 / seed {one.seed}：{one.wrong}")
        lines.append(f"  {written.get(one.seed, '')}  {' > '.join(one.path)}")
    share = 100 * report.right / report.count
    lines.append(
        f"{report.right}/{report.count} 正确 / right（{share:.2f} %），{report.steps} 步 / steps，"
        f"{report.seconds:.1f} s, {report.per_second}/s"
    )
    return lines
