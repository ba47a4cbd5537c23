"""The elements and attributes of BPMN 2.0.2 process execution, as its schema names them."""

from __future__ import annotations

from typing import Final

_ACTIVITY: Final = "name default startQuantity completionQuantity isForCompensation"
_DATA: Final = "name itemSubjectRef"

SCHEMA: Final[dict[str, dict[str, str]]] = {
    "文件 File": {
        "definitions": "name targetNamespace expressionLanguage typeLanguage exporter "
        "exporterVersion",
        "import": "namespace location importType",
        "extension": "mustUnderstand definition",
        "relationship": "type direction",
        "documentation": "textFormat",
        "extensionElements": "",
        "category": "name",
        "categoryValue": "value",
        "categoryValueRef": "",
        "auditing": "",
        "monitoring": "",
    },
    "协作 Collaboration": {
        "collaboration": "name isClosed",
        "participant": "name processRef",
        "participantMultiplicity": "minimum maximum",
        "interfaceRef": "",
        "endPointRef": "",
        "endPoint": "",
        "partnerEntity": "name",
        "partnerRole": "name",
        "messageFlow": "name sourceRef targetRef messageRef",
        "messageFlowAssociation": "",
        "participantAssociation": "",
        "conversationAssociation": "",
        "conversation": "name",
        "subConversation": "name",
        "callConversation": "name calledCollaborationRef",
        "globalConversation": "name isClosed",
        "conversationLink": "name sourceRef targetRef",
        "choreographyRef": "",
        "choreography": "name isClosed",
        "globalChoreographyTask": "name isClosed initiatingParticipantRef",
        "correlationKey": "name",
        "correlationPropertyRef": "",
        "correlationProperty": "name type",
        "correlationPropertyRetrievalExpression": "messageRef",
        "messagePath": "language evaluatesToTypeRef",
        "correlationSubscription": "correlationKeyRef",
        "correlationPropertyBinding": "correlationPropertyRef",
        "dataPath": "language evaluatesToTypeRef",
    },
    "流程 Process": {
        "process": "name processType isExecutable isClosed definitionalCollaborationRef",
        "supports": "",
        "supportedInterfaceRef": "",
        "laneSet": "name",
        "lane": "name partitionElementRef",
        "partitionElement": "",
        "childLaneSet": "name",
        "flowNodeRef": "",
        "sequenceFlow": "name sourceRef targetRef isImmediate",
        "conditionExpression": "language evaluatesToTypeRef",
        "incoming": "",
        "outgoing": "",
        "textAnnotation": "textFormat",
        "text": "",
        "association": "sourceRef targetRef associationDirection",
        "group": "categoryValueRef",
    },
    "活动 Activities": {
        "task": _ACTIVITY,
        "manualTask": _ACTIVITY,
        "userTask": f"{_ACTIVITY} implementation",
        "rendering": "",
        "serviceTask": f"{_ACTIVITY} implementation operationRef",
        "businessRuleTask": f"{_ACTIVITY} implementation",
        "scriptTask": f"{_ACTIVITY} scriptFormat",
        "script": "",
        "sendTask": f"{_ACTIVITY} implementation messageRef operationRef",
        "receiveTask": f"{_ACTIVITY} implementation messageRef operationRef instantiate",
        "callActivity": f"{_ACTIVITY} calledElement",
        "subProcess": f"{_ACTIVITY} triggeredByEvent",
        "transaction": f"{_ACTIVITY} triggeredByEvent method",
        "adHocSubProcess": f"{_ACTIVITY} triggeredByEvent ordering cancelRemainingInstances",
        "globalTask": "name",
        "globalManualTask": "name",
        "globalUserTask": "name implementation",
        "globalBusinessRuleTask": "name implementation",
        "globalScriptTask": "name scriptLanguage",
        "standardLoopCharacteristics": "testBefore loopMaximum",
        "loopCondition": "language evaluatesToTypeRef",
        "multiInstanceLoopCharacteristics": "isSequential behavior oneBehaviorEventRef "
        "noneBehaviorEventRef",
        "loopCardinality": "language evaluatesToTypeRef",
        "loopDataInputRef": "",
        "loopDataOutputRef": "",
        "inputDataItem": f"{_DATA} isCollection",
        "outputDataItem": f"{_DATA} isCollection",
        "completionCondition": "language evaluatesToTypeRef",
        "complexBehaviorDefinition": "",
        "event": "name",
    },
    "人与资源 People and resources": {
        "resource": "name",
        "resourceParameter": "name type isRequired",
        "resourceRole": "name",
        "performer": "name",
        "humanPerformer": "name",
        "potentialOwner": "name",
        "resourceRef": "",
        "resourceParameterBinding": "parameterRef",
        "resourceAssignmentExpression": "",
        "expression": "",
        "formalExpression": "language evaluatesToTypeRef",
    },
    "网关 Gateways": {
        "exclusiveGateway": "name default gatewayDirection",
        "inclusiveGateway": "name default gatewayDirection",
        "parallelGateway": "name gatewayDirection",
        "complexGateway": "name default gatewayDirection",
        "activationCondition": "language evaluatesToTypeRef",
        "eventBasedGateway": "name gatewayDirection instantiate eventGatewayType",
    },
    "事件 Events": {
        "startEvent": "name parallelMultiple isInterrupting",
        "endEvent": "name",
        "intermediateCatchEvent": "name parallelMultiple",
        "intermediateThrowEvent": "name",
        "boundaryEvent": "name parallelMultiple attachedToRef cancelActivity",
        "eventDefinitionRef": "",
        "messageEventDefinition": "messageRef",
        "timerEventDefinition": "",
        "timeDate": "language evaluatesToTypeRef",
        "timeDuration": "language evaluatesToTypeRef",
        "timeCycle": "language evaluatesToTypeRef",
        "signalEventDefinition": "signalRef",
        "errorEventDefinition": "errorRef",
        "escalationEventDefinition": "escalationRef",
        "conditionalEventDefinition": "",
        "condition": "language evaluatesToTypeRef",
        "linkEventDefinition": "name",
        "source": "",
        "target": "",
        "compensateEventDefinition": "activityRef waitForCompletion",
        "cancelEventDefinition": "",
        "terminateEventDefinition": "",
        "message": "name itemRef",
        "signal": "name structureRef",
        "error": "name errorCode structureRef",
        "escalation": "name escalationCode structureRef",
        "interface": "name implementationRef",
        "operation": "name implementationRef",
        "inMessageRef": "",
        "outMessageRef": "",
        "errorRef": "",
        "operationRef": "",
    },
    "数据 Data": {
        "itemDefinition": "structureRef isCollection itemKind",
        "dataObject": f"{_DATA} isCollection",
        "dataObjectReference": f"{_DATA} dataObjectRef",
        "dataState": "name",
        "dataStore": f"{_DATA} capacity isUnlimited",
        "dataStoreReference": f"{_DATA} dataStoreRef",
        "property": _DATA,
        "ioSpecification": "",
        "dataInput": f"{_DATA} isCollection",
        "dataOutput": f"{_DATA} isCollection",
        "inputSet": "name",
        "dataInputRefs": "",
        "optionalInputRefs": "",
        "whileExecutingInputRefs": "",
        "outputSetRefs": "",
        "outputSet": "name",
        "dataOutputRefs": "",
        "optionalOutputRefs": "",
        "whileExecutingOutputRefs": "",
        "inputSetRefs": "",
        "ioBinding": "operationRef inputDataRef outputDataRef",
        "dataInputAssociation": "",
        "dataOutputAssociation": "",
        "sourceRef": "",
        "targetRef": "",
        "transformation": "language evaluatesToTypeRef",
        "assignment": "",
        "from": "language evaluatesToTypeRef",
        "to": "language evaluatesToTypeRef",
    },
}
"""Part of the standard -> element -> its attributes besides `id`, inherited ones too."""

KEPT: Final = frozenset(
    """import extension relationship documentation category categoryValue categoryValueRef auditing
    monitoring collaboration participant participantMultiplicity interfaceRef endPointRef endPoint
    partnerEntity partnerRole messageFlow messageFlowAssociation participantAssociation
    conversationAssociation conversation subConversation callConversation globalConversation
    conversationLink choreographyRef choreography globalChoreographyTask supports
    supportedInterfaceRef partitionElement incoming outgoing textAnnotation text group
    resourceParameter outMessageRef errorRef source target itemDefinition dataState inputSet
    dataInputRefs outputSetRefs outputSet dataOutputRefs optionalOutputRefs
    inputSetRefs""".split()
)
"""What the standard itself gives no part in the execution, or what only repeats something that is
run: the flows that a node lists, the sets of one's own inputs, the other end of a link."""

KEPT_ATTRIBUTES: Final = frozenset(
    """name targetNamespace expressionLanguage typeLanguage exporter exporterVersion namespace
    location importType definition type direction value textFormat isClosed minimum maximum
    calledCollaborationRef initiatingParticipantRef language evaluatesToTypeRef
    definitionalCollaborationRef partitionElementRef associationDirection gatewayDirection
    implementation isRequired itemSubjectRef structureRef itemRef itemKind capacity isUnlimited
    implementationRef scriptLanguage""".split()
) | frozenset(
    {
        "participant processRef",
        "messageFlow sourceRef",
        "messageFlow targetRef",
        "messageFlow messageRef",
        "conversationLink sourceRef",
        "conversationLink targetRef",
        "group categoryValueRef",
        "itemDefinition isCollection",
        "inputDataItem isCollection",
        "outputDataItem isCollection",
        "serviceTask operationRef",
    }
)
"""Attributes that have no part in the execution, of every element or of one."""
