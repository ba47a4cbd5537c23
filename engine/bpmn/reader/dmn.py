"""DMN 1.3 to 1.5 XML -> the model of `engine.dmn`, hardened as for BPMN; cells are checked too."""

from __future__ import annotations

from engine.bpmn.reader.dmn_elements import DmnReader
from engine.bpmn.reader.dmn_names import DMN_NAMESPACES
from engine.bpmn.reader.names import Node, tag_of
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.source import parse_xml
from engine.dmn import DecisionModel, check_model
from engine.errors import DeploymentRefused, Finding, Text


def read_dmn(data: bytes, *, file: str | None = None, check: bool = True) -> DecisionModel:
    """The decision model of a file.

    Raises DeploymentRefused with every finding: bounds, XML, unknown elements and, unless
    `check` is False, cells that are not FEEL, wrong arity, unknown names, types and references.
    """
    problems = Problems(file)
    root = parse_xml(data, problems)
    if root is None or not _is_definitions(root, problems):
        raise problems.refusal()
    model = DmnReader(problems).definitions(root)
    if problems.has_errors():
        raise problems.refusal()
    if check:
        findings = tuple(_in_file(finding, file) for finding in check_model(model))
        if findings:
            raise DeploymentRefused(findings)
    return model


def _is_definitions(root: Node, problems: Problems) -> bool:
    namespace, local = tag_of(root)
    if local == "definitions" and namespace in DMN_NAMESPACES:
        return True
    problems.error(
        "not-dmn",
        root,
        Text(
            zh="不是 DMN 1.3 至 1.5 的文件:根元素应为 definitions",
            en="Expected the root element definitions of DMN 1.3 to 1.5",
        ),
    )
    return False


def _in_file(finding: Finding, file: str | None) -> Finding:
    return Finding(
        rule=finding.rule,
        severity=finding.severity,
        text=finding.text,
        element_id=finding.element_id,
        line=finding.line,
        file=file,
        fix=finding.fix,
    )
