"""What we say about BPMN that is known but not run: one sentence and one way out for each."""

from __future__ import annotations

from typing import Final

from engine.errors import Text

Refusal = tuple[Text, Text]


def _of(zh: str, en: str, fix_zh: str, fix_en: str) -> Refusal:
    return Text(zh=zh, en=en), Text(zh=fix_zh, en=fix_en)


_TASK: Final = ("改为用户任务或服务任务", "Use a user task or a service task")
_LOOP: Final = (
    "用排他网关画出回路,或在用户任务上使用会签设置",
    "Draw the loop with an exclusive gateway",
)
_EVENT: Final = (
    "改用定时、消息、错误或终止事件",
    "Use a timer, message, error or terminate event",
)
_GATEWAY: Final = (
    "改用排他、包容或并行网关",
    "Use an exclusive, inclusive or parallel gateway",
)
_DATA: Final = (
    "变量来自表单和 guicheng:output,删除此元素",
    "Variables come from forms and guicheng:output: remove it",
)
_PEOPLE: Final = ("改用 guicheng:assignment", "Use guicheng:assignment")
_ROOT: Final = ("删除此元素", "Remove it")

REFUSALS: Final[dict[str, Refusal]] = {
    "scriptTask": _of(
        "不执行脚本任务",
        "Script tasks are not run",
        "改为带连接器的服务任务(guicheng:connector)",
        "Use a service task with a connector (guicheng:connector)",
    ),
    "script": _of("不执行脚本", "Scripts are not run", "删除脚本", "Remove the script"),
    "task": _of("未定类型的任务无法执行", "A task without a type cannot be run", *_TASK),
    "manualTask": _of(
        "手工任务不会留下记录,不执行",
        "A manual task leaves no record and is not run",
        "改为用户任务,由人确认完成",
        "Use a user task that a person confirms",
    ),
    "sendTask": _of(
        "不执行发送任务",
        "Send tasks are not run",
        "改为带消息的中间抛出事件",
        "Use an intermediate message throw event",
    ),
    "receiveTask": _of(
        "不执行接收任务",
        "Receive tasks are not run",
        "改为带消息的中间捕获事件",
        "Use an intermediate message catch event",
    ),
    "eventBasedGateway": _of("不执行基于事件的网关", "Event-based gateways are not run", *_GATEWAY),
    "complexGateway": _of("不执行复杂网关", "Complex gateways are not run", *_GATEWAY),
    "transaction": _of(
        "不执行事务子流程",
        "Transactions are not run",
        "改为普通子流程",
        "Use an embedded sub-process",
    ),
    "adHocSubProcess": _of(
        "不执行特别子流程",
        "Ad-hoc sub-processes are not run",
        "改为普通子流程并画出顺序",
        "Use an embedded sub-process with drawn flows",
    ),
    "multiInstanceLoopCharacteristics": _of(
        "不执行多实例标记", "The multi-instance marker is not run", *_LOOP
    ),
    "standardLoopCharacteristics": _of("不执行循环标记", "The loop marker is not run", *_LOOP),
    "signalEventDefinition": _of("不执行信号事件", "Signal events are not run", *_EVENT),
    "escalationEventDefinition": _of("不执行升级事件", "Escalation events are not run", *_EVENT),
    "conditionalEventDefinition": _of("不执行条件事件", "Conditional events are not run", *_EVENT),
    "compensateEventDefinition": _of("不执行补偿事件", "Compensation events are not run", *_EVENT),
    "cancelEventDefinition": _of("不执行取消事件", "Cancel events are not run", *_EVENT),
    "linkEventDefinition": _of(
        "不执行链接事件",
        "Link events are not run",
        "用顺序流直接连接",
        "Join the two places by a sequence flow",
    ),
    "eventDefinitionRef": _of(
        "不支持引用全局事件定义",
        "Event definitions by reference are not run",
        "把事件定义写在事件之内",
        "Write the event definition inside the event",
    ),
    "ioSpecification": _of("不执行 ioSpecification", "ioSpecification is not run", *_DATA),
    "ioBinding": _of("不执行 ioBinding", "ioBinding is not run", *_DATA),
    "property": _of("此处的 property 没有作用", "A property has no effect here", *_DATA),
    "assignment": _of("不执行数据赋值", "Data assignments are not run", *_DATA),
    "transformation": _of("不执行数据转换", "Data transformations are not run", *_DATA),
    "dataInputAssociation": _of(
        "数据关联只能用于服务任务与数据存储之间",
        "Data associations are only drawn between a service task and a data store",
        "改用关联线(association)",
        "Use a plain association",
    ),
    "dataOutputAssociation": _of(
        "数据关联只能用于服务任务与数据存储之间",
        "Data associations are only drawn between a service task and a data store",
        "改用关联线(association)",
        "Use a plain association",
    ),
    "performer": _of("不执行 performer", "A performer is not resolved", *_PEOPLE),
    "humanPerformer": _of("不执行 humanPerformer", "A human performer is not resolved", *_PEOPLE),
    "potentialOwner": _of("不执行 potentialOwner", "A potential owner is not resolved", *_PEOPLE),
    "resourceRole": _of("不执行 resourceRole", "A resource role is not resolved", *_PEOPLE),
    "rendering": _of(
        "不支持 rendering",
        "Renderings are not used",
        "改用 guicheng:formId",
        "Use guicheng:formId",
    ),
    "childLaneSet": _of(
        "不支持嵌套泳道",
        "Nested lanes are not supported",
        "把泳道放在同一层",
        "Put the lanes on one level",
    ),
    "participantMultiplicity": _of(
        "不执行多实例参与者", "Participant multiplicity is not run", *_ROOT
    ),
    "correlationKey": _of(
        "不执行 BPMN 关联键",
        "BPMN correlation keys are not run",
        "改用属性 guicheng:correlationKey",
        "Use the attribute guicheng:correlationKey",
    ),
    "correlationSubscription": _of(
        "不执行关联订阅",
        "Correlation subscriptions are not run",
        "改用属性 guicheng:correlationKey",
        "Use the attribute guicheng:correlationKey",
    ),
    "signal": _of("不执行信号", "Signals are not run", *_ROOT),
    "escalation": _of("不执行升级", "Escalations are not run", *_ROOT),
    "itemDefinition": _of("不使用 itemDefinition", "Item definitions are not used", *_DATA),
    "import": _of("不导入外部文件", "External files are not imported", *_ROOT),
    "extension": _of("不支持 extension 声明", "Extension declarations are not used", *_ROOT),
    "interface": _of(
        "不执行接口定义",
        "Interfaces are not run",
        "改用服务任务的 guicheng:connector",
        "Use guicheng:connector of a service task",
    ),
    "choreography": _of("不执行编排图", "Choreographies are not run", *_ROOT),
    "conversation": _of("不执行会话图", "Conversations are not run", *_ROOT),
}

START_TRIGGER: Final = _of(
    "不执行定时、消息等触发的开始事件",
    "Start events with a trigger (timer, message ...) are not run",
    "改为无触发的开始事件,由人或调用活动启动",
    "Use a plain start event: people or a call activity start the process",
)

ATTRIBUTE_FIXES: Final[dict[str, Text]] = {
    "startQuantity": Text(
        zh="删除该属性;需要等待多条路径时用并行网关汇合",
        en="Remove it; join several paths with a parallel gateway",
    ),
    "completionQuantity": Text(zh="删除该属性", en="Remove it"),
    "isForCompensation": Text(
        zh="不执行补偿;用顺序流画出撤销步骤",
        en="Compensation is not run: draw the undoing step with flows",
    ),
    "triggeredByEvent": Text(
        zh="不执行事件子流程;改用边界事件",
        en="Event sub-processes are not run: use a boundary event",
    ),
    "isExecutable": Text(zh='写为 isExecutable="true"', en='Write isExecutable="true"'),
    "itemSubjectRef": Text(zh="删除该属性", en="Remove it"),
    "itemRef": Text(
        zh="用 guicheng:input 和 guicheng:output 传递数据",
        en="Hand data over by guicheng:input and guicheng:output",
    ),
    "operationRef": Text(zh="改用 guicheng:connector", en="Use guicheng:connector"),
    "instantiate": Text(zh="删除该属性", en="Remove it"),
    "definitionalCollaborationRef": Text(zh="删除该属性", en="Remove it"),
    "scriptFormat": Text(zh="删除脚本", en="Remove the script"),
}

REMOVE: Final = Text(zh="删除它", en="Remove it")
