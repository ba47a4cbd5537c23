"""Writes docs/reference/cli.md from the commands themselves."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import typer
import typer.main

from engine.cli.bilingual import flat
from engine.cli.main import app

TARGET: Final = Path(__file__).resolve().parents[1] / "docs" / "reference" / "cli.md"
GROUPS: Final = (
    ("启动与发布 / Starting and publishing", "demo serve worker deploy lint layout picture run"),
    ("新数据库 / A new database", "password token tokens revoke registers import upgrade"),
    (
        "人员 / People",
        "people import, people export, people list, people add, people change, people leave",
    ),
    (
        "登录 / Logins",
        "access sessions, access end, access log, access reset-second-factor, "
        "access identities, access unbind, access help",
    ),
    (
        "登记簿 / Registers",
        "registers list, registers search, registers export, registers dispose",
    ),
    ("办事 / Working", "start inbox filters filtered claim release complete predict history"),
    (
        "审批操作 / Operations on work items",
        "task add-sign, task remove-sign, task transfer, task delegate, task advise, "
        "task appoint, task urge, task copy, task read, task follow-up, task priority, "
        "task round, phrases",
    ),
    (
        "移动流程 / Moving control",
        "move destinations, move return, move take-back, move withdraw, move suspend, "
        "move resume, move jump, move correct, move approvers, move late-review, move revive",
    ),
    (
        "代理与不在岗 / Substitution and absence",
        "substitution name, substitution list, substitution end, "
        "absence record, absence list, absence end",
    ),
    (
        "通知 / Notifications",
        "notifications list, notifications prefer, notifications sent",
    ),
    ("工作日历 / Working calendar", "calendar show, calendar set"),
    ("消息与信号 / Messages and signals", "message signal"),
    ("异常 / Incidents", "incidents retry terminate quarantine lift"),
    (
        "批量操作 / Operations on many cases",
        "batch preview, batch run, batch show, batch list, batch stop, batch undo",
    ),
    (
        "核验 / Proving",
        "verify, replay, evidence export, evidence check, clauses, clauses marked, clauses review",
    ),
    ("表达式与决策 / Expressions and decisions", "feel dmn"),
    ("试验 / Trying out", "fuzz"),
    ("测速 / Measuring", "bench"),
)
INTRODUCTION: Final = """# 命令行 / Command line

`guicheng` 的全部命令。本页由 `python -m tools.cli_docs` 从代码生成。
在源码目录里写作 `./run 命令`，装好的环境里写作 `guicheng 命令`。

Every command of `guicheng`. This page is generated from the code by `python -m tools.cli_docs`.
In a checkout write `./run COMMAND`, in an installed environment `guicheng COMMAND`.

- `--json`：给程序读的答复。出错为 `{"error", "zh", "en"}`，表单另有 `fields`，发布另有 `findings`。
- 退出码：0 成功；1 被拒绝、不符或损坏；2 命令写错。
- `--database-url` 省略时取环境变量 `GUICHENG_DATABASE_URL`（`demo` 除外）。
- 除 `demo`、`deploy`、`serve` 外，数据库文件必须已经存在：打错文件名不会建出一个空库。

In English:

- `--json` is the answer for programs. On failure it is `{"error", "zh", "en"}`, with `fields` for a
  form and `findings` for a refused deployment.
- Exit codes: 0 done; 1 refused, different or damaged; 2 the line itself is wrong.
- Absent, `--database-url` is taken from `GUICHENG_DATABASE_URL` (but for `demo`).
- But for `demo`, `deploy` and `serve`, the database file must exist: a mistyped name makes no
  empty one.
"""


def page() -> str:
    """The whole page. Raises ValueError for a command that no group has."""
    commands = flat(typer.main.get_group(app))
    parts = [INTRODUCTION]
    for title, names in GROUPS:
        parts.append(f"## {title}\n")
        parts += [_section(name, commands[name]) for name in _split(names)]
    told = {name for _, names in GROUPS for name in _split(names)}
    if told != set(commands):
        raise ValueError(f"Expected every command in a group, got {sorted(told ^ set(commands))}")
    return "\n".join(parts)


def _split(names: str) -> list[str]:
    return names.split(", ") if "," in names else names.split()


def _section(name: str, command: Any) -> str:
    context = typer.Context(command, info_name=f"guicheng {name}")
    usage = " ".join([f"guicheng {name}", *command.collect_usage_pieces(context)])
    lines = [f"### {name}\n", f"{_cell(_paragraphs(command.help))}\n", f"```\n{usage}\n```\n"]
    lines += ["| | | |", "|---|---|---|"]
    lines += [_row(parameter) for parameter in command.params]
    return "\n".join([*lines, ""])


def _paragraphs(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _row(parameter: Any) -> str:
    flags = ", ".join(f"`{one}`" for one in parameter.opts)
    if parameter.param_type_name == "argument":
        flags = f"`{parameter.name}`"
    return f"| {flags} | {_cell(parameter.help)} | {_remark(parameter)} |"


def _remark(parameter: Any) -> str:
    if parameter.required:
        return "必填 / required"
    kind = parameter.type_descriptor.annotation
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return ", ".join(f"`{one}`" for one in kind)
    if parameter.default in (None, False) or getattr(parameter, "is_flag", False):
        return ""
    return f"`{parameter.default}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write the page."""
    TARGET.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
