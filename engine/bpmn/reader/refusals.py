"""What we say about BPMN that is known but not run: one sentence and one way out for each."""

from __future__ import annotations

from typing import Final

from engine.errors import Text

Refusal = tuple[Text, Text]


def _of(zh: str, en: str, fix_zh: str, fix_en: str) -> Refusal:
    return Text(zh=zh, en=en), Text(zh=fix_zh, en=fix_en)


_PEOPLE: Final = ("改用 guicheng:assignment", "Use guicheng:assignment")
_LATE: Final = (
    "活动开始后不再读取数据；用 guicheng:output 或消息",
    "Data is not exchanged while an activity runs: use guicheng:output or a message",
)

REFUSALS: Final[dict[str, Refusal]] = {
    "scriptTask": _of(
        "不执行脚本任务",
        "Script tasks are not run",
        "改为带连接器的服务任务（guicheng:connector）",
        "Use a service task with a connector (guicheng:connector)",
    ),
    "globalScriptTask": _of(
        "不执行全局脚本任务",
        "Global script tasks are not run",
        "改为流程，用带连接器的服务任务（guicheng:connector）",
        "Use a process with a service task (guicheng:connector)",
    ),
    "script": _of("不执行脚本", "Scripts are not run", "删除脚本", "Remove the script"),
    "ioBinding": _of(
        "不执行 ioBinding",
        "ioBinding is not run",
        "用 guicheng:input 和 guicheng:output 传递数据",
        "Hand data over by guicheng:input and guicheng:output",
    ),
    "performer": _of("不执行 performer", "A performer is not resolved", *_PEOPLE),
    "humanPerformer": _of(
        "只有用户任务有 humanPerformer", "Only user tasks have a human performer", *_PEOPLE
    ),
    "potentialOwner": _of(
        "只有用户任务有 potentialOwner", "Only user tasks have a potential owner", *_PEOPLE
    ),
    "resourceRole": _of("不执行 resourceRole", "A resource role is not resolved", *_PEOPLE),
    "resourceParameterBinding": _of(
        "不按参数查找资源", "Resources are not searched for by parameters", *_PEOPLE
    ),
    "rendering": _of(
        "不支持 rendering",
        "Renderings are not used",
        "改用 guicheng:formId",
        "Use guicheng:formId",
    ),
    "whileExecutingInputRefs": _of(
        "不支持执行中读入数据", "Inputs while executing are not run", *_LATE
    ),
    "whileExecutingOutputRefs": _of(
        "不支持执行中交出数据", "Outputs while executing are not run", *_LATE
    ),
}

ATTRIBUTE_FIXES: Final[dict[str, Text]] = {
    "isImmediate": Text(
        zh="可执行流程的顺序流总是直接相连；删除该属性",
        en="Flows of an executable process are immediate: remove the attribute",
    ),
    "processType": Text(
        zh="公共流程只供查看；删除 isExecutable 或写为 Private",
        en="A public process is only looked at: remove isExecutable or write Private",
    ),
    "triggeredByEvent": Text(
        zh="事件子流程是普通的 subProcess",
        en="An event sub-process is a plain subProcess",
    ),
    "method": Text(zh='写为 method="##Compensate"', en='Write method="##Compensate"'),
    "operationRef": Text(zh="改用 guicheng:connector", en="Use guicheng:connector"),
    "scriptFormat": Text(zh="删除脚本", en="Remove the script"),
    "mustUnderstand": Text(
        zh="本产品不认识该扩展；删除它", en="The extension is not understood here: remove it"
    ),
}

REMOVE: Final = Text(zh="删除它", en="Remove it")
