"""Checks what the file holds as a whole: one collaboration, and something to run."""

from __future__ import annotations

from engine.bpmn.reader.flow_nodes import GLOBAL_TASKS
from engine.bpmn.reader.names import Node, children, elements_of, local_of
from engine.bpmn.reader.problems import Problems
from engine.errors import Text


def check_pools(root: Node, problems: Problems) -> None:
    """Refuses a second collaboration, and files without a process or global task."""
    collaborations = children(root, "collaboration")
    for extra in collaborations[1:]:
        problems.error(
            "several-collaborations",
            extra,
            Text(zh="文件中有多个协作图", en="The file has several collaborations"),
            Text(zh="每个文件只画一个协作图", en="Draw one collaboration in a file"),
        )
    if not any(local_of(node) in GLOBAL_TASKS | {"process"} for node in elements_of(root)):
        problems.error(
            "no-process",
            root,
            Text(zh="文件中没有流程（process）", en="The file has no process"),
            Text(zh="画出一个流程", en="Draw a process"),
        )
