"""Pieces of tiny diagrams: what an element of BPMN stands in, and what it cannot do without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HEAD: Final = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:x">'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A whole file in pieces: what stands beside the process, and what is in it."""

    body: str = "<startEvent id='s'/>"
    roots: str = ""

    def xml(self) -> str:
        process = f"<process id='p' name='P' isExecutable='true'>{self.body}</process>"
        return f"{HEAD}{self.roots}{process}</definitions>"


def straight(node: str, roots: str = "", beside: str = "") -> Sample:
    """start -> `node` (whose id is t) -> end."""
    return Sample(
        roots=roots,
        body="<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='t'/>"
        f"{node}<sequenceFlow id='g' sourceRef='t' targetRef='e'/><endEvent id='e'/>{beside}",
    )


def task(inner: str, beside: str = "", roots: str = "") -> Sample:
    return straight(f"<task id='t'>{inner}</task>", roots, beside)


def user(inner: str, roots: str = "") -> Sample:
    return straight(f"<userTask id='t' guicheng:formId='f'>{inner}</userTask>", roots)


def flow(own: str, source: str, target: str, inner: str = "") -> str:
    ends = f"id='{own}' sourceRef='{source}' targetRef='{target}'"
    return f"<sequenceFlow {ends}>{inner}</sequenceFlow>"


def catch(definition: str, roots: str = "") -> Sample:
    return straight(
        "<intermediateCatchEvent id='t' guicheng:correlationKey='k'>"
        f"{definition}</intermediateCatchEvent>",
        roots,
    )


def throw(definition: str, roots: str = "") -> Sample:
    node = f"<intermediateThrowEvent id='t'>{definition}</intermediateThrowEvent>"
    return straight(node, roots)


def boundary(definition: str, roots: str = "", host: str = "", quiet: bool = False) -> Sample:
    mark = " cancelActivity='false'" if quiet else ""
    host = host or "<userTask id='t' guicheng:formId='f'/>"
    beside = (
        f"<boundaryEvent id='b' attachedToRef='t'{mark}>{definition}</boundaryEvent>"
        "<endEvent id='be'/>" + flow("bf", "b", "be")
    )
    return straight(host, roots, beside)


def gateway(kind: str, inner: str = "", condition: str = "a = 1") -> Sample:
    """Two ways out, one of them the default where there can be one."""
    guard = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    default = " default='y'" if condition else ""
    return Sample(
        body=f"<startEvent id='s'/>{flow('f', 's', 'g')}<{kind} id='g'{default}>{inner}</{kind}>"
        f"{flow('x', 'g', 't', guard)}{flow('y', 'g', 'u')}<task id='t'/><task id='u'/>"
        f"{flow('h', 't', 'e')}{flow('i', 'u', 'k')}<endEvent id='e'/><endEvent id='k'/>"
    )


def io(inner: str = "", sets: str = "<inputSet/><outputSet/>") -> str:
    return (
        "<ioSpecification><dataInput id='i' name='in'/><dataOutput id='o' name='out'/>"
        f"{sets}</ioSpecification>{inner}"
    )


def into(inner: str) -> Sample:
    arrow = f"<dataInputAssociation>{inner}</dataInputAssociation>"
    return task(io(arrow), beside="<dataObject id='a' name='order'/>")


def out_of(inner: str) -> Sample:
    arrow = f"<dataOutputAssociation>{inner}</dataOutputAssociation>"
    return task(io(arrow), beside="<dataObject id='a' name='order'/>")


def multi(inner: str, attributes: str = "", roots: str = "") -> Sample:
    marker = "multiInstanceLoopCharacteristics"
    return task(f"<{marker} {attributes}>{inner}</{marker}>", roots=roots)


def collection(more: str = "", out: str = "") -> Sample:
    copies = (
        "<dataInputAssociation><sourceRef>a</sourceRef><targetRef>i</targetRef>"
        "</dataInputAssociation>"
    )
    marker = (
        "<multiInstanceLoopCharacteristics><loopDataInputRef>i</loopDataInputRef>"
        f"{out}{more}</multiInstanceLoopCharacteristics>"
    )
    beside = "<dataObject id='a' name='orders' isCollection='true'/>"
    return task(io(copies + marker), beside=beside)


MESSAGE: Final = "<message id='m' name='order'/>"
COPY: Final = "<sourceRef>a</sourceRef><targetRef>i</targetRef>"
INNER: Final = "<task id='in'/>"
TIMER: Final = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
SIGNAL: Final = "<signal id='sg' name='alarm'/>"
CORRELATION: Final = (
    f"{MESSAGE}<collaboration id='c'><participant id='us' processRef='p'/>"
    "<correlationKey id='key'><correlationPropertyRef>no</correlationPropertyRef>"
    "</correlationKey></collaboration><correlationProperty id='no'>"
    "<correlationPropertyRetrievalExpression messageRef='m'><messagePath>number</messagePath>"
    "</correlationPropertyRetrievalExpression></correlationProperty>"
)
SUBSCRIBED: Final = straight(
    "<receiveTask id='t' messageRef='m'/>",
    CORRELATION,
    "<correlationSubscription correlationKeyRef='key'><correlationPropertyBinding "
    "correlationPropertyRef='no'><dataPath>mine</dataPath></correlationPropertyBinding>"
    "</correlationSubscription>",
)
SENT: Final = straight("<sendTask id='t' messageRef='m'/>", CORRELATION)
OPERATION: Final = (
    "<message id='m' name='order'/><message id='n' name='bill'/><error id='er' errorCode='E'/>"
    "<interface id='if' name='i'><operation id='op' name='o'><inMessageRef>m</inMessageRef>"
    "<outMessageRef>n</outMessageRef><errorRef>er</errorRef></operation></interface>"
)
POOLS: Final = (
    f"{MESSAGE}<endPoint id='ep'/><interface id='if' name='i'/>"
    "<partnerEntity id='pe' name='x'><participantRef>us</participantRef></partnerEntity>"
    "<partnerRole id='pr' name='x'><participantRef>us</participantRef></partnerRole>"
    "<collaboration id='c'><participant id='us' processRef='p'>"
    "<interfaceRef>if</interfaceRef><endPointRef>ep</endPointRef>"
    "<participantMultiplicity minimum='0' maximum='2'/></participant>"
    "<participant id='them'/><participant id='others'/>"
    "<messageFlow id='mf' sourceRef='them' targetRef='us'/>"
    "<messageFlowAssociation innerMessageFlowRef='mf' outerMessageFlowRef='mf'/>"
    "<participantAssociation><innerParticipantRef>us</innerParticipantRef>"
    "<outerParticipantRef>us</outerParticipantRef></participantAssociation>"
    "<conversationAssociation innerConversationNodeRef='cv' outerConversationNodeRef='cv'/>"
    "<conversation id='cv'/><subConversation id='sc'/><callConversation id='cc'/>"
    "<conversationLink id='cl' sourceRef='us' targetRef='cv'/>"
    "<choreographyRef>ch</choreographyRef></collaboration>"
    "<choreography id='ch'/><globalConversation id='gc'/><globalChoreographyTask id='gt'/>"
)
LANES: Final = Sample(
    body="<laneSet id='ls'><lane id='l' guicheng:role='gm'><partitionElement/>"
    "<childLaneSet id='cs'><lane id='in'><flowNodeRef>t</flowNodeRef></lane></childLaneSet></lane>"
    "<lane id='k'><flowNodeRef>e</flowNodeRef></lane></laneSet>" + user("").body
)
EVENT_GATEWAY: Final = Sample(
    roots=SIGNAL,
    body=f"<startEvent id='s'/>{flow('f', 's', 'g')}<eventBasedGateway id='g'/>"
    f"{flow('x', 'g', 't')}{flow('y', 'g', 'u')}<intermediateCatchEvent id='t'>{TIMER}"
    "</intermediateCatchEvent><intermediateCatchEvent id='u'><signalEventDefinition "
    f"signalRef='sg'/></intermediateCatchEvent>{flow('h', 't', 'e')}{flow('i', 'u', 'k')}"
    "<endEvent id='e'/><endEvent id='k'/>",
)
TX: Final = (
    f"<transaction id='t'><startEvent id='ts'/>{flow('tf', 'ts', 'tc')}"
    "<endEvent id='tc'><cancelEventDefinition/></endEvent></transaction>"
)
FAILS: Final = (
    f"<subProcess id='t'><startEvent id='ts'/>{flow('tf', 'ts', 'tc')}<endEvent id='tc'>"
    "<errorEventDefinition errorRef='er'/></endEvent></subProcess>"
)
EVENT_SUB_PROCESS: Final = Sample(
    roots=SIGNAL + MESSAGE,
    body="<subProcess id='q' triggeredByEvent='true'><startEvent id='qs' "
    "guicheng:correlationKey='k'><signalEventDefinition signalRef='sg'/>"
    "<messageEventDefinition messageRef='m'/></startEvent>"
    f"{flow('qf', 'qs', 'qt')}<userTask id='qt' guicheng:formId='f'/></subProcess>" + user("").body,
)
STARTING_GATEWAY: Final = Sample(
    roots=SIGNAL + MESSAGE,
    body="<eventBasedGateway id='g' instantiate='true' eventGatewayType='Parallel'/>"
    f"{flow('x', 'g', 't')}{flow('y', 'g', 'u')}<intermediateCatchEvent id='t' "
    "guicheng:correlationKey='k'><messageEventDefinition messageRef='m'/>"
    "</intermediateCatchEvent><intermediateCatchEvent id='u'><signalEventDefinition "
    f"signalRef='sg'/></intermediateCatchEvent>{flow('h', 't', 'e')}{flow('i', 'u', 'k')}"
    "<endEvent id='e'/><endEvent id='k'/>",
)
COMPENSATED: Final = Sample(
    body=f"<startEvent id='s'/>{flow('f', 's', 't')}<task id='t'/>{flow('g', 't', 'v')}"
    "<intermediateThrowEvent id='v'><compensateEventDefinition/></intermediateThrowEvent>"
    f"{flow('h', 'v', 'e')}<endEvent id='e'/><boundaryEvent id='b' attachedToRef='t'>"
    "<compensateEventDefinition/></boundaryEvent><task id='undo' isForCompensation='true'/>"
    "<association id='as' associationDirection='One' sourceRef='b' targetRef='undo'/>"
)
LINKED: Final = Sample(
    body=f"<startEvent id='s'/>{flow('f', 's', 't')}<intermediateThrowEvent id='t'>"
    "<linkEventDefinition id='l1' name='on'><target>l2</target></linkEventDefinition>"
    "</intermediateThrowEvent><intermediateCatchEvent id='c'><linkEventDefinition id='l2' "
    "name='on'><source>l1</source></linkEventDefinition></intermediateCatchEvent>"
    f"{flow('g', 'c', 'e')}<endEvent id='e'/>"
)
OWNED: Final = user(
    "<potentialOwner id='po'><resourceAssignmentExpression><formalExpression>role(\"gm\")"
    "</formalExpression></resourceAssignmentExpression></potentialOwner>"
)
ARTIFACTS: Final = Sample(
    roots="<category id='ca'><categoryValue id='cv' value='x'/></category>",
    body=f"<startEvent id='s'><categoryValueRef>cv</categoryValueRef></startEvent>"
    f"{flow('f', 's', 'e')}<endEvent id='e'/><textAnnotation id='ta'><text>x</text>"
    "</textAnnotation><association id='as' sourceRef='ta' targetRef='s'/>"
    "<group id='g' categoryValueRef='cv'/>",
)
SETS: Final = (
    "<inputSet id='is'><dataInputRefs>i</dataInputRefs><optionalInputRefs>i</optionalInputRefs>"
    "<outputSetRefs>os</outputSetRefs></inputSet><outputSet id='os'><dataOutputRefs>o"
    "</dataOutputRefs><optionalOutputRefs>o</optionalOutputRefs><inputSetRefs>is</inputSetRefs>"
    "</outputSet>"
)
STORE: Final = Sample(
    roots="<dataStore id='ds' name='book'/>",
    body="<dataStoreReference id='sr' name='x' dataStoreRef='ds'/>" + task("").body,
)
BEHAVIOR: Final = (
    "<loopCardinality>2</loopCardinality><complexBehaviorDefinition><condition>a = 1</condition>"
    "<event id='ev'><signalEventDefinition signalRef='sg'/></event></complexBehaviorDefinition>"
)
SUB: Final = f"<startEvent id='is'/>{flow('if', 'is', 'in')}{INNER}"
