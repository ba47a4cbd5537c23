"""`guicheng run`: a diagram tried out in memory, from a script or step by step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer
import yaml

from engine.bootstrap import finding_line
from engine.cli.cases import Data, read_data
from engine.cli.output import Json, emit, failures
from engine.cli.prompting import next_step
from engine.core.definition import Kind, Trigger
from engine.core.values import to_plain
from engine.errors import GuichengError, InvalidCommand
from engine.laboratory import Result, Session, open_session, result_of
from engine.laboratory.report import TraceLine
from engine.scenarios.plain_yaml import read_yaml
from engine.scenarios.player import ScenarioFailed
from engine.scenarios.script import BadScenario, Step, read_steps
from engine.timing import NotATime, as_moment

app = typer.Typer()

EXITS: Final = {
    "completed": 0,
    "active": 3,
    "terminated": 4,
    "withdrawn": 4,
    "rejected": 4,
    "error": 5,
    "incident": 6,
}
"""Exit codes by outcome; 1 is a refusal, 2 a step that went otherwise than the script says."""


File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="BPMN 文件 / BPMN file")]


@app.command()
def run(  # noqa: PLR0913, PLR0917 -- one for each option
    file: File,
    process: Annotated[str | None, typer.Option("--process", help="流程标识 / Process id")] = None,
    data: Data = "{}",
    script: Annotated[
        Path | None,
        typer.Option("--script", exists=True, dir_okay=False, help="步骤 / Steps as YAML"),
    ] = None,
    clock: Annotated[str, typer.Option(help="开始时刻 / Moment to begin at")] = "",
    trace: Annotated[bool, typer.Option("--trace", help="全部事件 / Every event")] = False,
    as_json: Json = False,
) -> None:
    """在内存中试运行一张图 / Try a diagram out in memory.

    不需要服务器和数据库，草稿即可；同一文件夹中被引用的流程、决策表、表单会一并读入。
    有 --script 时按步骤执行，否则逐步提问。时间只在步骤要求时前进。
    退出码：0 完成，1 被拒绝，2 与步骤不符，3 仍在进行，4 被终止，5 错误无人捕获，6 异常。
    Needs no server and no database, and drafts will do; processes, decisions and forms of the same
    folder that it refers to are found. Plays the steps of --script, else asks step by step. Time
    passes only when a step says so. Exit code: 0 completed, 1 refused, 2 other than the steps say,
    3 still active, 4 terminated, 5 an error that nothing caught, 6 an incident.
    """
    with failures(as_json):
        session = open_session(file, process, _begins(clock))
        with session.engine:
            show = _Shown(session, every=trace, silent=as_json)
            failed = _play(session, _steps(session, script, read_data(data)), show, script)
            results = [result_of(session, one) for one in session.instances()]
            answer = {"failed": failed, "findings": session.findings}
            answer["cases"] = [_plain(one) for one in results]
            emit(answer, as_json, lambda: "\n".join(_summary(results, failed)))
    raise typer.Exit(2 if failed else _exit(results))


def _begins(text: str) -> datetime:
    if not text:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return as_moment(text)
    except NotATime as error:
        raise InvalidCommand(f"{text} 不是时刻", f"Expected a moment, got {text!r}") from error


def _steps(session: Session, script: Path | None, data: dict[str, Any]) -> list[Step]:
    """Those of the script; it begins with a start of the process unless it says how to begin."""
    steps = _read(script) if script else []
    if not session.process.begins_at() or (steps and _begins_it(steps[0], session)):
        return steps
    return [Step(verb="start", about=session.process.key, data=data), *steps]


def _begins_it(step: Step, session: Session) -> bool:
    """Whether the first step already begins a case, by hand or by a trigger of the process."""
    triggers = {Trigger.MESSAGE: "message", Trigger.SIGNAL: "signal"}
    begun = {
        (triggers.get(one.event.trigger), one.event.message or one.event.signal)
        for one in session.process.elements.values()
        if one.scope is None and (one.kind is Kind.START_EVENT or one.instantiate)
    }
    return step.verb == "start" or (step.verb, str(step.about)) in begun


def _read(script: Path) -> list[Step]:
    try:
        plain = read_yaml(script.read_bytes())
        steps = plain.get("steps") if isinstance(plain, dict) else plain
        if not isinstance(steps, list):
            raise BadScenario(f"Expected a list of steps in {script.name}")
        return list(read_steps(steps, script.name))
    except (yaml.YAMLError, BadScenario, AttributeError, TypeError, ValueError) as error:
        raise InvalidCommand(
            f"步骤文件无效：{error}", f"Expected a file of steps: {error}"
        ) from error


class _Shown:
    """Prints what happened since it last did."""

    def __init__(self, session: Session, *, every: bool, silent: bool) -> None:
        self._session = session
        self._every = every
        self._silent = silent
        self.may_ask = not silent  # JSON is for programs, which do not answer
        self._seen: dict[str, int] = {}
        if session.findings and not silent:
            self._warn(every)

    def _warn(self, every: bool) -> None:
        found = self._session.findings
        short = f"{len(found)} 处提醒 / warnings (--trace)"
        for line in map(finding_line, found) if every else (short,):
            typer.echo(line, err=True)

    def __call__(self) -> None:
        if self._silent:
            return
        ids = self._session.instances()
        for instance_id in ids:
            lines = result_of(self._session, instance_id).trace
            mark = f"{instance_id}  " if len(ids) > 1 else ""
            for line in lines[self._seen.get(instance_id, 0) :]:
                if self._every or line.on_the_way:
                    typer.echo(f"{mark}{line}")
            self._seen[instance_id] = len(lines)


def _play(session: Session, steps: list[Step], show: _Shown, script: Path | None) -> str:
    """Why a step of the script failed; empty when none did."""
    for number, step in enumerate(steps, 1):
        try:
            session.player.play(step)
        except (ScenarioFailed, GuichengError) as failed:
            show()
            return f"{step.verb} (step {number}): {failed}"
        show()
    if script is None and show.may_ask:
        _ask(session, show)
    return ""


def _ask(session: Session, show: _Shown) -> None:
    while (step := next_step(session)) is not None:
        try:
            session.player.play(step)
        except (ScenarioFailed, GuichengError) as failed:
            typer.echo(f"不能这样做 / Not possible: {failed}", err=True)
        show()


def _exit(results: list[Result]) -> int:
    """The code of the first case that is not completed."""
    codes = [EXITS[one.outcome] for one in results]
    return next((code for code in codes if code), 0 if codes else EXITS["active"])


def _plain(result: Result) -> dict[str, Any]:
    return {
        "id": result.id,
        "process": result.process,
        "outcome": result.outcome,
        "end_events": result.end_events,
        "variables": dict(result.variables),
        "open": result.open,
        "waiting": result.waiting,
        "incidents": result.incidents,
        "trace": [_plain_line(line) for line in result.trace],
    }


def _plain_line(line: TraceLine) -> dict[str, Any]:
    return {"at": line.at, "type": line.type, "zh": line.text.zh, "en": line.text.en,
            "event": line.event}  # fmt: skip


def _summary(results: list[Result], failed: str) -> Iterator[str]:
    for one in results:
        ends = f"({', '.join(one.end_events)})" if one.end_events else ""
        yield f"{one.id}  {one.process}  结果 / Outcome: {one.outcome} {ends}".rstrip()
        for name, value in one.variables.items():
            yield f"    {name} = {to_plain(value)}"
        for name, elements in (("待办 / open", one.open), ("等待 / waiting", one.waiting)):
            if elements:
                yield f"    {name}: {', '.join(elements)}"
        for stuck in one.incidents:
            yield f"    异常 / incident {stuck.element_id}：{stuck.zh} / {stuck.en}"
    if not results:
        yield "没有案件 / No case began"
    if failed:
        yield f"失败 / Failed: {failed}"
