"""Commands that evaluate FEEL expressions and decision models, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from engine.bootstrap import shipped_functions
from engine.cli.output import Json, emit, failures
from engine.clock import SystemClock
from engine.core.values import Value, from_plain
from engine.dmn import DecisionResult, load
from engine.errors import InvalidCommand
from engine.feel import Explained
from engine.feel import compile as compile_feel
from engine.feel.explanation import shown

app = typer.Typer()

Explain: TypeAlias = Annotated[
    bool, typer.Option("--explain", help="说明读了什么值、为何如此 / Say what was read, and why")
]


@app.command()
def feel(
    expression: Annotated[str, typer.Argument(help="FEEL 表达式 / A FEEL expression")],
    context: Annotated[str, typer.Option(help="变量，JSON 对象 / Variables, a JSON object")] = "{}",
    explain: Explain = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="类型不符即报错 / Fail where FEEL says null")
    ] = False,
    as_json: Json = False,
) -> None:
    """计算一个表达式 / Evaluate an expression.

    变量里的日期写作 {"$date": "2026-11-22"}，或在表达式里用 date("...") 转换。
    Write a date among the variables as {"$date": "2026-11-22"}, or convert it in the expression.
    """
    with failures(as_json):
        variables = _read(context)
        compiled = compile_feel(expression, names=variables, functions=shipped_functions())
        found = compiled.explain(variables, now=SystemClock().now(), strict=strict)
        answer = _explained(found) if explain else {"result": found.result}
        emit(answer, as_json, lambda: _told(found.text, found.result, explain))


def _explained(found: Explained) -> dict[str, Any]:
    return {
        "result": found.result,
        "expression": found.expression,
        "reads": dict(found.reads),
        "text": found.text,
    }


@app.command()
def dmn(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    files: Annotated[
        list[Path], typer.Argument(help="DMN 文件，含其导入 / DMN files, imports too")
    ],
    decision: Annotated[
        str,
        typer.Option(help="决策、决策服务或函数的名称 / Name of a decision, service or function"),
    ],
    inputs: Annotated[str, typer.Option("--input", help="输入，JSON 对象 / Inputs, JSON")] = "{}",
    model: Annotated[
        str | None, typer.Option(help="模型名称，同名时用 / Model, if several define the name")
    ] = None,
    explain: Explain = False,
    lenient: Annotated[
        bool,
        typer.Option("--lenient", help="按标准以空值代替报错 / Null for errors, as the standard"),
    ] = False,
    as_json: Json = False,
) -> None:
    """计算决策模型 / Evaluate a decision model.

    声明为日期、时间、时长的输入可写成文本。没有规则符合等情形报错，--lenient 则为空。
    Inputs declared as dates, times or durations may be text. No matching rule and the like fail;
    with --lenient they are null.
    """
    with failures(as_json):
        models = load(*files, functions=shipped_functions())
        found = models.evaluate(
            decision, _read(inputs), model=model, now=SystemClock().now(), strict=not lenient
        )
        answer = _decided(found) if explain else {"result": found.output}
        emit(answer, as_json, lambda: _told(found.text, found.output, explain))


def _decided(found: DecisionResult) -> dict[str, Any]:
    return {
        "result": found.output,
        "rules": found.rule_ids,
        "inputs": dict(found.inputs),
        "text": found.text,
    }


def _told(text: Any, result: Value, explain: bool) -> str:
    return f"{shown(result, None)}\n{text.zh}\n{text.en}" if explain else shown(result, None)


def _read(text: str) -> dict[str, Value]:
    """The values of a JSON object, its numbers exact. Raises InvalidCommand."""
    try:
        plain = json.loads(text, parse_float=_number, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise InvalidCommand(f"不是 JSON：{error}", f"Expected JSON: {error}") from error
    values = from_plain(plain)
    if type(values) is not dict:
        raise InvalidCommand("应为 JSON 对象", "Expected a JSON object")
    return values


def _number(text: str) -> dict[str, str]:
    return {"$number": text}


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is no JSON number")
