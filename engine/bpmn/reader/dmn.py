"""DMN 1.3 to 1.5 XML -> the model of `engine.dmn`, hardened as for BPMN; cells are checked too."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from engine.bpmn.reader.dmn_elements import DmnReader
from engine.bpmn.reader.dmn_names import DMN_NAMESPACES
from engine.bpmn.reader.names import Node, tag_of
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.source import parse_xml
from engine.dmn import DecisionModel, check_model
from engine.errors import DeploymentRefused, Finding, Text
from engine.feel.working_time import working_time

DmnSource: TypeAlias = str | PathLike[str] | bytes
"""A path, or the content of a file."""

_KNOWN = working_time(None)
"""The extension functions that every deployed decision may call."""


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
        findings = tuple(_in_file(finding, file) for finding in check_model(model, _KNOWN))
        if findings:
            raise DeploymentRefused(findings)
    return model


def read_dmn_source(source: DmnSource) -> DecisionModel:
    """The model of a path, or of contents as bytes; checked only once its imports are linked.

    Raises DeploymentRefused with every finding, also for a file that cannot be read.
    """
    if isinstance(source, bytes):
        return read_dmn(source, check=False)
    path = Path(source)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        text = Text(
            zh=f"不能读取文件 {path}：{reason}", en=f"Expected a readable file {path}: {reason}"
        )
        finding = Finding(rule="unreadable", severity="error", text=text, file=str(path))
        raise DeploymentRefused((finding,)) from error
    return read_dmn(data, file=path.name, check=False)


def _is_definitions(root: Node, problems: Problems) -> bool:
    namespace, local = tag_of(root)
    if local == "definitions" and namespace in DMN_NAMESPACES:
        return True
    problems.error(
        "not-dmn",
        root,
        Text(
            zh="不是 DMN 1.3 至 1.5 的文件：根元素应为 definitions",
            en="Expected the root element definitions of DMN 1.3 to 1.5",
        ),
    )
    return False


def _in_file(finding: Finding, file: str | None) -> Finding:
    return replace(finding, file=file)
