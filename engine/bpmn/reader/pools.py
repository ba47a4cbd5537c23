"""Checks the collaboration: one pool with a process; others may only be drawn."""

from __future__ import annotations

from engine.bpmn.reader.names import Node, children
from engine.bpmn.reader.problems import Problems
from engine.errors import Text


def check_pools(root: Node, problems: Problems) -> None:
    """Refuses a second collaboration, a second executable pool, and files without a process."""
    collaborations = children(root, "collaboration")
    for extra in collaborations[1:]:
        problems.error(
            "several-collaborations",
            extra,
            Text(zh="文件中有多个协作图", en="The file has several collaborations"),
            Text(zh="每个文件只画一个协作图", en="Draw one collaboration in a file"),
        )
    pools = [
        pool
        for collaboration in collaborations
        for pool in children(collaboration, "participant")
        if pool.get("processRef")
    ]
    for extra in pools[1:]:
        problems.error(
            "several-participants",
            extra,
            Text(
                zh="一个文件只执行一个泳池;其他泳池只能是没有流程的黑盒",
                en="One pool of a file is run; other pools can only be black boxes",
            ),
            Text(
                zh="把每个流程放进自己的文件,用调用活动或消息连接",
                en="Put each process in a file of its own, joined by call or message",
            ),
        )
    if not children(root, "process"):
        problems.error(
            "no-process",
            root,
            Text(zh="文件中没有流程(process)", en="The file has no process"),
            Text(zh="画出一个流程", en="Draw a process"),
        )
