"""Judges what other tools left in a file: harmless marks are a warning, behaviour is an error."""

from __future__ import annotations

from typing import Final

from engine.bpmn.reader.names import GUICHENG, Node, split_name, tag_of
from engine.bpmn.reader.problems import Problems
from engine.errors import Text

_BEHAVIOUR: Final = frozenset(
    """script scriptFormat resource expression delegateExpression class topic type
    taskListener executionListener conditionExpression taskDefinition taskHeaders
    calledDecision calledElement calledElementBinding decisionRef decisionRefBinding
    decisionRefVersion decisionRefTenantId mapDecisionResult resultVariable inputOutput
    inputParameter outputParameter ioMapping input output in out field connector connectorId
    errorEventDefinition failedJobRetryTimeCycle retryTimeCycle
    assignee candidateUsers candidateGroups assignmentDefinition assignmentSchedule
    dueDate followUpDate priority priorityDefinition formKey formRef formRefBinding formData
    formDefinition userTaskForm formProperty initiator collection elementVariable
    loopCharacteristics subscription userTask potentialStarter candidateStarterUsers
    candidateStarterGroups variableMappingClass variableMappingDelegateExpression
    variableName variableEvents errorCodeVariable errorMessageVariable adHoc linkedForm
    preScript postScript serviceTaskOperator
""".split()
)
"""Local names by which Camunda 7 and 8, Activiti, Flowable and SpiffArena say what is run, when,
by whom or with which data. They would change the process, so they are never passed over."""

_FIXES: Final = {
    "assignee": "guicheng:assignment",
    "candidateUsers": "guicheng:assignment",
    "candidateGroups": "guicheng:assignment",
    "assignmentDefinition": "guicheng:assignment",
    "formKey": "guicheng:formId",
    "formRef": "guicheng:formId",
    "formDefinition": "guicheng:formId",
    "formData": "guicheng:formId",
    "dueDate": "guicheng:due",
    "priority": "guicheng:priority",
    "decisionRef": "guicheng:decisionId",
    "calledDecision": "guicheng:decisionId",
    "taskDefinition": "guicheng:connector",
    "topic": "guicheng:connector",
    "class": "guicheng:connector",
    "delegateExpression": "guicheng:connector",
    "expression": "guicheng:connector",
    "ioMapping": "guicheng:input / guicheng:output",
    "inputOutput": "guicheng:input / guicheng:output",
}


class ForeignExtensions:
    """Collects harmless marks by namespace, reports behaviour at once."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self._seen: dict[str, tuple[Node, int]] = {}

    def element(self, node: Node) -> None:
        """An element of another tool with everything in it."""
        namespace, local = tag_of(node)
        self._mark(namespace, node)
        for part in node.iter("*"):
            if tag_of(part)[0] == GUICHENG:
                self._refuse(part, "guicheng:" + tag_of(part)[1])
                return
            if self._is_executable(part):
                self._refuse(node, local)
                return

    def attribute(self, node: Node, name: str, value: str) -> None:
        """A namespaced attribute of another tool."""
        namespace, local = split_name(name)
        self._mark(namespace, node)
        if namespace == GUICHENG or _is_behaviour(local) or has_placeholder(value):
            self._refuse(node, local)

    def report(self) -> None:
        """One warning for each namespace, at its first place."""
        for namespace, (node, count) in self._seen.items():
            self.problems.warning(
                "foreign-extension",
                node,
                Text(
                    zh=f"其他工具的扩展没有作用（{namespace or '无命名空间'}，{count} 处）",
                    en=f"Extensions of another tool have no effect ({namespace or 'no namespace'}, "
                    f"places: {count})",
                ),
            )

    def _mark(self, namespace: str, node: Node) -> None:
        first, count = self._seen.get(namespace, (node, 0))
        self._seen[namespace] = (first, count + 1)

    def _is_executable(self, node: Node) -> bool:
        return (
            _is_behaviour(tag_of(node)[1])
            or has_placeholder(node.text or "")
            or any(has_placeholder(str(value)) for value in node.attrib.values())
        )

    def _refuse(self, node: Node, local: str) -> None:
        ours = _FIXES.get(local)
        self.problems.error(
            "foreign-behaviour",
            node,
            Text(
                zh=f"其他引擎的扩展 {local} 会改变执行方式，此处不执行",
                en=f"The extension {local} of another engine changes what is run; it is not run "
                "here",
            ),
            Text(zh=f"改用 {ours}", en=f"Use {ours}")
            if ours
            else Text(zh="删除该扩展", en="Remove the extension"),
        )


def _is_behaviour(local: str) -> bool:
    return local in _BEHAVIOUR


def has_placeholder(text: str) -> bool:
    """Whether the text holds an expression of another language, `${...}` or `#{...}`."""
    return "${" in text or "#{" in text
