"""One tiny diagram for each element of BPMN, and one value for each attribute."""

from __future__ import annotations

from typing import Final

from tools.bpmn_samples import (
    ARTIFACTS,
    BEHAVIOR,
    COMPENSATED,
    COPY,
    EVENT_GATEWAY,
    EVENT_SUB_PROCESS,
    FAILS,
    INNER,
    LANES,
    LINKED,
    MESSAGE,
    OPERATION,
    OWNED,
    POOLS,
    SENT,
    SETS,
    SIGNAL,
    STARTING_GATEWAY,
    STORE,
    SUB,
    SUBSCRIBED,
    TIMER,
    TX,
    Sample,
    boundary,
    catch,
    collection,
    flow,
    gateway,
    into,
    io,
    multi,
    out_of,
    straight,
    task,
    throw,
    user,
)

SAMPLES: Final[dict[str, Sample]] = {
    "definitions": Sample(),
    "import": Sample(roots="<import namespace='u' location='l' importType='t'/>"),
    "extension": Sample(roots="<extension/>"),
    "relationship": Sample(
        roots="<relationship type='x'><source>p</source><target>p</target></relationship>"
    ),
    "documentation": Sample(body="<documentation>x</documentation><startEvent id='s'/>"),
    "extensionElements": user(
        "<extensionElements><guicheng:assignment kind='initiator'/></extensionElements>"
    ),
    **dict.fromkeys("categoryValueRef text group".split(), ARTIFACTS),
    "association": COMPENSATED,
    **dict.fromkeys(
        ("category", "categoryValue"),
        Sample(roots="<category id='ca'><categoryValue id='cv' value='x'/></category>"),
    ),
    "textAnnotation": Sample(body="<textAnnotation id='ta'/><startEvent id='s'/>"),
    "auditing": Sample(body="<auditing/><startEvent id='s'/>"),
    "monitoring": Sample(body="<monitoring/><startEvent id='s'/>"),
    **dict.fromkeys(
        """collaboration participantMultiplicity interfaceRef endPointRef endPoint
        partnerEntity partnerRole messageFlow messageFlowAssociation participantAssociation
        conversationAssociation conversation subConversation callConversation globalConversation
        conversationLink choreographyRef choreography globalChoreographyTask""".split(),
        Sample(roots=POOLS),
    ),
    **dict.fromkeys(
        """correlationKey correlationPropertyRef correlationProperty
        correlationPropertyRetrievalExpression messagePath""".split(),
        SENT,
    ),
    **dict.fromkeys(
        "correlationSubscription correlationPropertyBinding dataPath".split(), SUBSCRIBED
    ),
    "participant": Sample(
        roots="<collaboration id='c'><participant id='us' processRef='p'/></collaboration>"
    ),
    "process": Sample(),
    "supports": Sample(body="<startEvent id='s'/><supports>p</supports>"),
    "supportedInterfaceRef": Sample(
        roots="<interface id='if' name='i'/>",
        body="<supportedInterfaceRef>if</supportedInterfaceRef><startEvent id='s'/>",
    ),
    **dict.fromkeys("laneSet lane partitionElement childLaneSet flowNodeRef".split(), LANES),
    "sequenceFlow": task(""),
    "conditionExpression": gateway("exclusiveGateway"),
    "incoming": straight("<task id='t'><incoming>f</incoming></task>"),
    "outgoing": straight("<task id='t'><outgoing>g</outgoing></task>"),
    "task": task(""),
    "manualTask": straight("<manualTask id='t'/>"),
    "userTask": user(""),
    "rendering": user("<rendering/>"),
    "serviceTask": straight("<serviceTask id='t' guicheng:connector='notify'/>", OPERATION),
    "businessRuleTask": straight(
        "<businessRuleTask id='t' guicheng:decisionId='D' guicheng:resultVariable='r'/>"
    ),
    "scriptTask": straight("<scriptTask id='t'/>"),
    "script": straight("<scriptTask id='t'><script>x</script></scriptTask>"),
    "sendTask": straight(
        "<sendTask id='t' messageRef='m' guicheng:correlationKey='k'/>", OPERATION
    ),
    "receiveTask": straight(
        "<receiveTask id='t' messageRef='m' guicheng:correlationKey='k'/>", OPERATION
    ),
    "callActivity": straight("<callActivity id='t' calledElement='G'/>", "<globalTask id='G'/>"),
    "subProcess": straight(f"<subProcess id='t'>{SUB}</subProcess>"),
    "transaction": straight(f"<transaction id='t'>{SUB}</transaction>"),
    "adHocSubProcess": straight(f"<adHocSubProcess id='t'>{INNER}</adHocSubProcess>"),
    "globalTask": Sample(roots="<globalTask id='G'/>"),
    "globalManualTask": Sample(roots="<globalManualTask id='G'/>"),
    "globalUserTask": Sample(roots="<globalUserTask id='G' guicheng:formId='f'/>"),
    "globalBusinessRuleTask": Sample(
        roots="<globalBusinessRuleTask id='G' guicheng:decisionId='D' guicheng:resultVariable='r'/>"
    ),
    "globalScriptTask": Sample(roots="<globalScriptTask id='G'/>"),
    "standardLoopCharacteristics": task(
        "<standardLoopCharacteristics><loopCondition>a = 1</loopCondition>"
        "</standardLoopCharacteristics>"
    ),
    "loopCondition": task(
        "<standardLoopCharacteristics><loopCondition>a = 1</loopCondition>"
        "</standardLoopCharacteristics>"
    ),
    "multiInstanceLoopCharacteristics": multi(
        "<loopCardinality>2</loopCardinality>",
        roots=f"{SIGNAL}<signalEventDefinition id='sd' signalRef='sg'/>",
    ),
    "loopCardinality": multi("<loopCardinality>2</loopCardinality>"),
    "loopDataInputRef": collection(),
    "loopDataOutputRef": collection(
        "<outputDataItem id='x'/>", "<loopDataOutputRef>o</loopDataOutputRef>"
    ),
    "inputDataItem": collection("<inputDataItem id='x'/>"),
    "outputDataItem": collection(
        "<outputDataItem id='x'/>", "<loopDataOutputRef>o</loopDataOutputRef>"
    ),
    "completionCondition": multi(
        "<loopCardinality>2</loopCardinality><completionCondition>a = 1</completionCondition>"
    ),
    "complexBehaviorDefinition": multi(BEHAVIOR, "behavior='Complex'", SIGNAL),
    "event": multi(BEHAVIOR, "behavior='Complex'", SIGNAL),
    "resource": user(
        "<potentialOwner><resourceRef>r</resourceRef></potentialOwner>",
        "<resource id='r' name='x' guicheng:role='gm'/>",
    ),
    "resourceRef": user(
        "<potentialOwner><resourceRef>r</resourceRef></potentialOwner>",
        "<resource id='r' name='x' guicheng:role='gm'/>",
    ),
    "resourceParameter": Sample(
        roots="<resource id='r'><resourceParameter id='rp' name='x'/></resource>"
    ),
    "resourceRole": user("<resourceRole id='x'/>"),
    "performer": user("<performer id='x'/>"),
    "humanPerformer": user(
        "<humanPerformer id='x'><resourceAssignmentExpression><formalExpression>user(\"li\")"
        "</formalExpression></resourceAssignmentExpression></humanPerformer>"
    ),
    "potentialOwner": OWNED,
    "resourceParameterBinding": user(
        "<potentialOwner><resourceRef>r</resourceRef><resourceParameterBinding/></potentialOwner>",
        "<resource id='r' name='x' guicheng:role='gm'/>",
    ),
    "resourceAssignmentExpression": OWNED,
    "expression": user(
        "<potentialOwner id='po'><resourceAssignmentExpression><expression>role(\"gm\")"
        "</expression></resourceAssignmentExpression></potentialOwner>"
    ),
    "formalExpression": OWNED,
    "exclusiveGateway": gateway("exclusiveGateway"),
    "inclusiveGateway": gateway("inclusiveGateway"),
    "parallelGateway": gateway("parallelGateway", condition=""),
    "complexGateway": gateway("complexGateway"),
    "activationCondition": gateway(
        "complexGateway", "<activationCondition>a = 1</activationCondition>"
    ),
    "eventBasedGateway": EVENT_GATEWAY,
    "startEvent": task(""),
    "endEvent": task(""),
    "intermediateCatchEvent": catch(TIMER + "<signalEventDefinition signalRef='sg'/>", SIGNAL),
    "intermediateThrowEvent": throw(""),
    "boundaryEvent": boundary(TIMER + "<signalEventDefinition signalRef='sg'/>", SIGNAL),
    "eventDefinitionRef": catch(
        "<eventDefinitionRef>sd</eventDefinitionRef>",
        f"{SIGNAL}<signalEventDefinition id='sd' signalRef='sg'/>",
    ),
    "messageEventDefinition": catch("<messageEventDefinition messageRef='m'/>", MESSAGE),
    "message": catch("<messageEventDefinition messageRef='m'/>", MESSAGE),
    **dict.fromkeys(("timerEventDefinition", "timeDuration"), catch(TIMER)),
    "timeDate": catch(
        "<timerEventDefinition><timeDate>2027-01-01T00:00:00Z</timeDate></timerEventDefinition>"
    ),
    "timeCycle": boundary(
        "<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>", quiet=True
    ),
    **dict.fromkeys(
        ("signalEventDefinition", "signal"),
        catch("<signalEventDefinition signalRef='sg'/>", SIGNAL),
    ),
    **dict.fromkeys(
        ("errorEventDefinition", "error"),
        boundary("<errorEventDefinition errorRef='er'/>", "<error id='er' errorCode='E'/>", FAILS),
    ),
    **dict.fromkeys(
        ("escalationEventDefinition", "escalation"),
        throw(
            "<escalationEventDefinition escalationRef='es'/>",
            "<escalation id='es' escalationCode='X'/>",
        ),
    ),
    **dict.fromkeys(
        ("conditionalEventDefinition", "condition"),
        catch(
            "<conditionalEventDefinition><condition>a = 1</condition></conditionalEventDefinition>"
        ),
    ),
    **dict.fromkeys(("linkEventDefinition", "source", "target"), LINKED),
    "compensateEventDefinition": COMPENSATED,
    "cancelEventDefinition": boundary("<cancelEventDefinition/>", host=TX),
    "terminateEventDefinition": Sample(
        body=f"<startEvent id='s'/>{flow('f', 's', 'e')}<endEvent id='e'>"
        "<terminateEventDefinition/></endEvent>"
    ),
    **dict.fromkeys(
        "interface operation inMessageRef outMessageRef errorRef operationRef".split(),
        straight(
            "<intermediateThrowEvent id='t' guicheng:correlationKey='k'><messageEventDefinition>"
            "<operationRef>op</operationRef></messageEventDefinition></intermediateThrowEvent>",
            OPERATION,
        ),
    ),
    "itemDefinition": Sample(roots="<itemDefinition id='it'/>"),
    "dataObject": Sample(body="<dataObject id='a'/><startEvent id='s'/>"),
    "dataObjectReference": Sample(
        body="<dataObject id='a'/><dataObjectReference id='b' name='x' dataObjectRef='a'/>"
        "<startEvent id='s'/>"
    ),
    "dataState": Sample(
        body="<dataObject id='a'><dataState name='x'/></dataObject><startEvent id='s'/>"
    ),
    **dict.fromkeys(("dataStore", "dataStoreReference"), STORE),
    "property": Sample(body="<property id='a' name='x'/><startEvent id='s'/>"),
    **dict.fromkeys("ioSpecification dataInput dataOutput".split(), task(io())),
    **dict.fromkeys(("inputSet", "outputSet"), task(io())),
    **dict.fromkeys(
        """dataInputRefs optionalInputRefs outputSetRefs dataOutputRefs
        optionalOutputRefs inputSetRefs""".split(),
        task(io(sets=SETS)),
    ),
    "whileExecutingInputRefs": task(
        io(sets="<inputSet><whileExecutingInputRefs>i</whileExecutingInputRefs></inputSet>")
    ),
    "whileExecutingOutputRefs": task(
        io(sets="<outputSet><whileExecutingOutputRefs>o</whileExecutingOutputRefs></outputSet>")
    ),
    "ioBinding": Sample(body="<ioBinding/><startEvent id='s'/>"),
    **dict.fromkeys(("dataInputAssociation", "sourceRef", "targetRef"), into(COPY)),
    "dataOutputAssociation": out_of("<sourceRef>o</sourceRef><targetRef>a</targetRef>"),
    "transformation": into(COPY + "<transformation>order + 1</transformation>"),
    **dict.fromkeys(
        ("assignment", "from", "to"),
        into(COPY + "<assignment><from>order + 1</from><to>in</to></assignment>"),
    ),
    "subProcess triggeredByEvent": EVENT_SUB_PROCESS,
    "startEvent isInterrupting": EVENT_SUB_PROCESS,
    "startEvent parallelMultiple": EVENT_SUB_PROCESS,
    "eventBasedGateway eventGatewayType": STARTING_GATEWAY,
    "eventBasedGateway instantiate": STARTING_GATEWAY,
    "multiInstanceLoopCharacteristics behavior": multi(
        "<loopCardinality>2</loopCardinality>",
        "behavior='One' oneBehaviorEventRef='sd'",
        f"{SIGNAL}<signalEventDefinition id='sd' signalRef='sg'/>",
    ),
    "receiveTask instantiate": Sample(
        roots=MESSAGE,
        body="<receiveTask id='t' instantiate='true' messageRef='m' guicheng:correlationKey='k'/>"
        f"{flow('g', 't', 'e')}<endEvent id='e'/>",
    ),
    "sendTask operationRef": straight(
        "<sendTask id='t' operationRef='op' guicheng:correlationKey='k'/>", OPERATION
    ),
    "receiveTask operationRef": straight(
        "<receiveTask id='t' operationRef='op' guicheng:correlationKey='k'/>", OPERATION
    ),
}
"""Element, or element and attribute -> a diagram that holds it."""

VALUES: Final[dict[str, str]] = {
    "expressionLanguage": "http://www.omg.org/spec/FEEL/20140401",
    "language": "feel",
    "typeLanguage": "http://www.w3.org/2001/XMLSchema",
    "isClosed": "true",
    "isCollection": "true",
    "isForCompensation": "true",
    "isImmediate": "false",
    "isInterrupting": "false",
    "isRequired": "true",
    "isSequential": "true",
    "isUnlimited": "true",
    "capacity": "5",
    "mustUnderstand": "true",
    "minimum": "1",
    "maximum": "3",
    "startQuantity": "2",
    "completionQuantity": "2",
    "cancelActivity": "false",
    "cancelRemainingInstances": "false",
    "parallelMultiple": "true",
    "instantiate": "true",
    "testBefore": "true",
    "loopMaximum": "3",
    "triggeredByEvent": "true",
    "waitForCompletion": "false",
    "processType": "Public",
    "itemKind": "Physical",
    "direction": "Forward",
    "associationDirection": "Both",
    "gatewayDirection": "Unspecified",
    "eventGatewayType": "Parallel",
    "ordering": "Sequential",
    "method": "##Image",
    "implementation": "##Other",
    "textFormat": "text/html",
    "noneBehaviorEventRef": "sd",
    "oneBehaviorEventRef": "sd",
    "operationRef": "op",
    "messageRef": "m",
    "activityRef": "t",
    "default": "g",
    "messageFlow sourceRef": "others",
    "messageFlow targetRef": "others",
    "categoryValueRef": "cv",
    "isExecutable": "0",
    "participant processRef": "p",
    "association sourceRef": "b",
    "association targetRef": "undo",
    "behavior": "All",
}
"""A value of each attribute that is not its default; others get `x`."""
