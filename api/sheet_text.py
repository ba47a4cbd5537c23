"""The words of an approval sheet: values, moments and lines as they stand on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Literal

from api.schemas.sheet import Sheet, SheetField, SheetStep
from api.schemas.work import Label
from engine.core.calendar import OFFICE_ZONE

Language = Literal["zh", "en"]

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "zh": {
        "heading": "审批单",
        "fields": "申请内容",
        "since": "办理中填写",
        "steps": "办理经过",
        "step": "环节",
        "who": "办理人",
        "said": "决定、意见与签名",
        "at": "时间",
        "number": "编号",
        "process": "流程",
        "initiator": "发起人",
        "started": "发起时间",
        "ended": "办结时间",
        "outcome": "结果",
        "open": "办理中",
        "instead": "{who}（代 {absent}）",
        "verify": "核验：案件 {id}，第 {version} 条记录，哈希 {head}",
    },
    "en": {
        "heading": "Approval sheet",
        "fields": "What was asked for",
        "since": "Filled in on the way",
        "steps": "What was done",
        "step": "Step",
        "who": "By",
        "said": "Decision, opinion and signature",
        "at": "When",
        "number": "Number",
        "process": "Process",
        "initiator": "Started by",
        "started": "Started",
        "ended": "Ended",
        "outcome": "Outcome",
        "open": "open",
        "instead": "{who} (for {absent})",
        "verify": "To verify: case {id}, record {version}, hash {head}",
    },
}
_YES_NO: Final = {"zh": ("否", "是"), "en": ("no", "yes")}
_COMMA: Final = {"zh": "、", "en": ", "}
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_LABEL, _VALUE = 16, 28
"""How wide what stands beside another field may be, in halves of a Chinese character."""


def value_text(label: Label, value: Any, language: Language) -> str:
    """One line for a value; options as people call them, files by their names."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _YES_NO[language][value]
    if isinstance(value, list):
        texts = [value_text(label, one, language) for one in value]
        return _COMMA[language].join(text for text in texts if text)
    if isinstance(value, Mapping):
        if "digest" in value:
            return str(value.get("name", ""))
        texts = [value_text(label, one, language) for one in value.values()]
        return " · ".join(text for text in texts if text)
    option = next((one for one in label.options if one.value == str(value)), None)
    return getattr(option, language) if option else _plain(str(value))


def _plain(value: str) -> str:
    """A date and time as paper has it, by the office's clock; any other text as it is."""
    if not _MOMENT.match(value):
        return value
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    local = at if at.tzinfo is None else at.astimezone(OFFICE_ZONE)
    return local.strftime("%Y-%m-%d %H:%M")


def paper(sheet: Sheet, language: Language, pictures: Mapping[str, str]) -> Mapping[str, Any]:
    """What the template reads: plain texts. `pictures` names the file of each signature."""
    words, case = _WORDS[language], sheet.instance
    english = language == "en"
    name = (english and case.process_name_en) or case.process_name
    ends = [(english and one.name_en) or one.name for one in case.end_events]
    facts = {
        "number": case.business_key or case.number or case.id,
        "process": name,
        "initiator": case.initiator_name,
        "outcome": _COMMA[language].join(ends) or words["open"],
        "started": _moment(case.started_at),
        "ended": _moment(case.ended_at),
    }
    return {
        "lang": language,
        "heading": f"{name} · {words['heading']}",
        "title": case.title,
        "words": words,
        "facts": [{"label": words[key], "value": value} for key, value in facts.items()],
        "fields": _rows((one for one in sheet.fields if one.asked), english),
        "since": _rows((one for one in sheet.fields if not one.asked), english),
        "steps": [_step(one, language, pictures) for one in sheet.steps],
        "verification": words["verify"].format(
            id=case.id, version=sheet.chain_version, head=sheet.chain_head
        ),
    }


def _rows(fields: Iterable[SheetField], english: bool) -> list[list[Mapping[str, str]]]:
    """Two short ones beside each other, a long one alone."""
    rows: list[list[Mapping[str, str]]] = []
    open_row = False
    for one in fields:
        label, value = (one.label_en, one.value_en) if english else (one.label, one.value)
        short = _width(label) <= _LABEL and _width(value) <= _VALUE and "\n" not in value
        cell = {"label": label, "value": value}
        if short and open_row:
            rows[-1].append(cell)
        else:
            rows.append([cell])
        open_row = short and len(rows[-1]) == 1
    return rows


def _width(text: str) -> int:
    """In halves of a Chinese character."""
    return sum(1 if letter.isascii() else 2 for letter in text)


def _step(step: SheetStep, language: Language, pictures: Mapping[str, str]) -> Mapping[str, Any]:
    english = language == "en"
    decision = step.decision_en if english else step.decision
    instead = _WORDS[language]["instead"].format(who=step.who, absent=step.instead_of)
    return {
        "name": step.name_en if english else step.name,
        "who": instead if step.instead_of else step.who,
        "at": _moment(step.at),
        "said": "\n".join(text for text in (decision, step.opinion) if text),
        "clauses": " ".join(step.clauses),
        "signature": pictures.get(step.signature or ""),
    }


def _moment(at: datetime | None) -> str:
    return at.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M") if at else ""
