"""The whitelist: which attributes and children each BPMN element may have to be understood."""

from __future__ import annotations

from typing import Final

from engine.bpmn.reader.shape import (
    ARTIFACTS,
    FLOW_ELEMENTS,
    READ_KINDS,
    ROOT_DEFINITIONS,
    Shape,
    activity,
    catch,
    expression,
    flow_element,
    node,
    shape,
    throw,
    words,
)

__all__ = ["EXTENSION_ATTRIBUTES", "READ_KINDS", "SHAPES", "Shape"]

_LEAF: Final = Shape(has_text=True)
_DRAWING: Final = Shape(is_drawing=True)
_USER_TASK: Final = (
    "formId priority due nobodyFound separateFrom sameAsInitiator samePerson skipData "
    "opinion signature actions reminder escalation timeout timeoutAction timeoutData"
)
_CHOOSING: Final = "priority due nobodyFound separateFrom"
_USER_TASK_CHILDREN: Final = "assignment fieldRights fieldRight output approval"
_GLOBAL_TASKS: Final = "globalTask globalUserTask globalManualTask globalBusinessRuleTask"
_CHOREOGRAPHY: Final = (
    "choreography globalChoreographyTask conversation globalConversation "
    "conversationAssociation conversationLink subConversation callConversation "
    "participantAssociation messageFlowAssociation choreographyRef"
)
"""Interactions between participants: nothing that one of them executes."""
_PARTNERS: Final = "partnerEntity partnerRole endPoint"

_FILE: Final[dict[str, Shape]] = {
    "definitions": shape(
        "name targetNamespace expressionLanguage typeLanguage exporter exporterVersion",
        f"import extension relationship process collaboration message error escalation signal "
        f"category dataStore itemDefinition interface resource correlationProperty "
        f"{ROOT_DEFINITIONS} {_GLOBAL_TASKS} {_PARTNERS} "
        "choreography globalChoreographyTask conversation globalConversation",
    ),
    "import": Shape(attributes=words("namespace location importType")),
    "extension": Shape(
        attributes=words("mustUnderstand definition"), children=words("documentation")
    ),
    "relationship": shape("type direction", "source target"),
    "message": shape("name itemRef"),
    "error": shape("name errorCode structureRef"),
    "escalation": shape("name escalationCode structureRef"),
    "signal": shape("name structureRef"),
    "category": shape("name", "categoryValue"),
    "categoryValue": shape("value"),
    "dataStore": shape("name capacity isUnlimited itemSubjectRef", "dataState"),
    "itemDefinition": shape("structureRef isCollection itemKind"),
    "interface": shape("name implementationRef", "operation"),
    "operation": shape("name implementationRef", "inMessageRef outMessageRef errorRef"),
    "resource": shape("name", "resourceParameter", "role"),
    "resourceParameter": shape("name type isRequired"),
    "correlationProperty": shape("name type", "correlationPropertyRetrievalExpression"),
    "correlationPropertyRetrievalExpression": shape("messageRef", "messagePath"),
    **dict.fromkeys((*_CHOREOGRAPHY.split(), *_PARTNERS.split()), _DRAWING),
}

_COLLABORATION: Final[dict[str, Shape]] = {
    "collaboration": shape(
        "name isClosed", f"participant messageFlow correlationKey {ARTIFACTS} {_CHOREOGRAPHY}"
    ),
    "participant": shape(
        "name processRef", "interfaceRef endPointRef participantMultiplicity", "nameEn clauses"
    ),
    "participantMultiplicity": shape("minimum maximum"),
    "messageFlow": shape("name sourceRef targetRef messageRef", "", "nameEn clauses"),
    "correlationKey": shape("name", "correlationPropertyRef"),
}

_PROCESS: Final[dict[str, Shape]] = {
    "process": shape(
        "name processType isClosed isExecutable definitionalCollaborationRef",
        "auditing monitoring property ioSpecification correlationSubscription "
        f"supportedInterfaceRef supports {FLOW_ELEMENTS}",
        "nameEn clauses family startableBy placeholder title summary caseNumber "
        "searchable versionTag variables withdraw review",
    ),
    "correlationSubscription": shape("correlationKeyRef", "correlationPropertyBinding"),
    "correlationPropertyBinding": shape("correlationPropertyRef", "dataPath"),
    "laneSet": shape("name", "lane"),
    "childLaneSet": shape("name", "lane"),
    "lane": shape(
        "name partitionElementRef",
        "partitionElement flowNodeRef childLaneSet",
        "nameEn clauses role",
    ),
    "partitionElement": _DRAWING,
    "auditing": shape(),
    "monitoring": shape(),
    "sequenceFlow": flow_element("sourceRef targetRef isImmediate", "conditionExpression"),
    "textAnnotation": shape("textFormat", "text", "nameEn clauses"),
    "association": shape("sourceRef targetRef associationDirection"),
    "group": shape("categoryValueRef"),
}

_EVENTS: Final[dict[str, Shape]] = {
    "startEvent": catch("isInterrupting", "", "formId"),
    "intermediateCatchEvent": catch(),
    "boundaryEvent": catch("attachedToRef cancelActivity"),
    "intermediateThrowEvent": throw(),
    "endEvent": throw(),
    "event": throw(),
    "timerEventDefinition": shape("", "timeDate timeDuration timeCycle"),
    "messageEventDefinition": shape("messageRef", "operationRef"),
    "signalEventDefinition": shape("signalRef"),
    "errorEventDefinition": shape("errorRef"),
    "escalationEventDefinition": shape("escalationRef"),
    "conditionalEventDefinition": shape("", "condition"),
    "linkEventDefinition": shape("name", "source target"),
    "compensateEventDefinition": shape("waitForCompletion activityRef"),
    "cancelEventDefinition": shape(),
    "terminateEventDefinition": shape(),
}

_SUB_PROCESS_CHILDREN: Final = FLOW_ELEMENTS
_ACTIVITIES: Final[dict[str, Shape]] = {
    "task": activity(),
    "manualTask": activity(),
    "userTask": activity(
        "implementation",
        "humanPerformer potentialOwner",
        _USER_TASK,
        _USER_TASK_CHILDREN,
    ),
    "serviceTask": activity("implementation operationRef", "", "connector", "input output"),
    "businessRuleTask": activity("implementation", "", "decisionId resultVariable", "input"),
    "sendTask": activity("implementation messageRef operationRef", "", "correlationKey", "input"),
    "receiveTask": activity(
        "implementation messageRef operationRef instantiate", "", "correlationKey", "output"
    ),
    "callActivity": activity("calledElement", "", "binding version versionTag", "input output"),
    "subProcess": activity("triggeredByEvent", _SUB_PROCESS_CHILDREN),
    "transaction": activity("triggeredByEvent method", _SUB_PROCESS_CHILDREN),
    "adHocSubProcess": activity(
        "triggeredByEvent ordering cancelRemainingInstances",
        f"{_SUB_PROCESS_CHILDREN} completionCondition humanPerformer potentialOwner",
        _CHOOSING,
        "assignment",
    ),
    "globalTask": shape("name", "ioSpecification supportedInterfaceRef", "nameEn clauses"),
    "globalManualTask": shape("name", "ioSpecification supportedInterfaceRef", "nameEn clauses"),
    "globalUserTask": shape(
        "name implementation",
        "ioSpecification supportedInterfaceRef humanPerformer potentialOwner",
        f"nameEn clauses {_USER_TASK}",
        _USER_TASK_CHILDREN,
    ),
    "globalBusinessRuleTask": shape(
        "name implementation",
        "ioSpecification supportedInterfaceRef",
        "nameEn clauses decisionId resultVariable",
        "input",
    ),
    "humanPerformer": shape("name", "resourceRef resourceAssignmentExpression"),
    "potentialOwner": shape("name", "resourceRef resourceAssignmentExpression"),
    "resourceAssignmentExpression": shape("", "expression formalExpression"),
    "standardLoopCharacteristics": shape("testBefore loopMaximum", "loopCondition"),
    "multiInstanceLoopCharacteristics": shape(
        "isSequential behavior oneBehaviorEventRef noneBehaviorEventRef",
        "loopCardinality loopDataInputRef loopDataOutputRef inputDataItem outputDataItem "
        "complexBehaviorDefinition completionCondition",
        "collection inputItem outputCollection outputItem",
    ),
    "complexBehaviorDefinition": shape("", "condition event"),
}

_GATEWAYS: Final[dict[str, Shape]] = {
    "exclusiveGateway": node("default gatewayDirection"),
    "inclusiveGateway": node("default gatewayDirection"),
    "parallelGateway": node("gatewayDirection"),
    "eventBasedGateway": node("gatewayDirection instantiate eventGatewayType"),
    "complexGateway": node("default gatewayDirection", "activationCondition"),
}

_DATA: Final[dict[str, Shape]] = {
    "dataObject": flow_element("isCollection itemSubjectRef", "dataState"),
    "dataObjectReference": flow_element("dataObjectRef itemSubjectRef", "dataState"),
    "dataStoreReference": flow_element("dataStoreRef itemSubjectRef", "dataState"),
    "property": shape("name itemSubjectRef", "dataState"),
    "dataState": shape("name"),
    "ioSpecification": shape("", "dataInput dataOutput inputSet outputSet"),
    "dataInput": shape("name isCollection itemSubjectRef", "dataState"),
    "dataOutput": shape("name isCollection itemSubjectRef", "dataState"),
    "inputDataItem": shape("name isCollection itemSubjectRef", "dataState"),
    "outputDataItem": shape("name isCollection itemSubjectRef", "dataState"),
    "inputSet": shape("name", "dataInputRefs optionalInputRefs outputSetRefs"),
    "outputSet": shape("name", "dataOutputRefs optionalOutputRefs inputSetRefs"),
    "dataInputAssociation": shape("", "sourceRef targetRef transformation assignment"),
    "dataOutputAssociation": shape("", "sourceRef targetRef transformation assignment"),
    "assignment": shape("", "from to"),
}

EXPRESSIONS: Final = words(
    """conditionExpression condition timeDate timeDuration timeCycle activationCondition
    completionCondition loopCondition loopCardinality transformation from to expression
    formalExpression messagePath dataPath"""
)
"""Elements whose body is FEEL."""

_LEAVES: Final = words(
    """flowNodeRef incoming outgoing sourceRef targetRef text categoryValueRef source target
    inMessageRef outMessageRef errorRef operationRef eventDefinitionRef interfaceRef endPointRef
    correlationPropertyRef supportedInterfaceRef supports resourceRef loopDataInputRef
    loopDataOutputRef dataInputRefs optionalInputRefs dataOutputRefs optionalOutputRefs
    inputSetRefs outputSetRefs"""
)
"""Elements whose body is an id or text."""

SHAPES: Final[dict[str, Shape]] = {
    **_FILE,
    **_COLLABORATION,
    **_PROCESS,
    **_EVENTS,
    **_ACTIVITIES,
    **_GATEWAYS,
    **_DATA,
    **{local: expression() for local in EXPRESSIONS},
    **dict.fromkeys(_LEAVES, _LEAF),
    "documentation": Shape(attributes=words("id textFormat"), has_text=True),
}
"""BPMN tag -> what it may carry. A tag that is not here is not run and not drawn: refused."""

EXTENSION_ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "assignment": words("kind value"),
    "approval": words("mode threshold weights decision agree onReject resultVariable"),
    "fieldRights": words("default"),
    "fieldRight": words("field access"),
    "input": words("name value"),
    "output": words("name value"),
}
"""Elements of our namespace -> their attributes."""

ONCE: Final = EXPRESSIONS - {
    "conditionExpression",
    "timeDate",
    "timeDuration",
    "timeCycle",
    "expression",
} | words(
    """ioSpecification loopDataInputRef loopDataOutputRef inputDataItem outputDataItem
        inputSet outputSet childLaneSet partitionElement event text dataState operationRef
        inMessageRef outMessageRef resourceRef resourceAssignmentExpression extensionElements
        auditing monitoring participantMultiplicity"""
)
"""Children of which an element has at most one. (`several-conditions` and `timer-kind` name the
others.)"""
