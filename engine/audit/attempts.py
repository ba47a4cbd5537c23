"""Says in Chinese what somebody tried and was refused; the recorded English says exactly why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_TRIED: Final[Mapping[str, str]] = {
    "StartInstance": "发起案件",
    "ClaimWorkItem": "领取事项",
    "ReleaseWorkItem": "放回事项",
    "CompleteWorkItem": "办理事项",
    "TransferWorkItem": "转办事项",
    "DelegateWorkItem": "委派事项",
    "AppointWorkItem": "指派事项",
    "ReturnWorkItem": "退回事项",
    "TakeBackWorkItem": "拿回事项",
    "WithdrawInstance": "撤回案件",
    "UrgeWorkItem": "催办",
    "CopyInstance": "抄送",
    "AddSigners": "加签",
    "RemoveSigner": "减签",
    "GiveOpinion": "表示意见",
    "AddComment": "评论",
    "WithdrawComment": "收回评论",
    "RetryIncident": "重试异常",
    "MoveTokens": "跳转环节",
    "CorrectVariables": "修改数据",
    "SuspendInstance": "暂停案件",
    "ResumeInstance": "恢复案件",
    "TerminateInstance": "终止案件",
    "NameSubstitute": "指定代理人",
    "EndSubstitution": "结束代理",
    "ChangeOrganisation": "修改组织",
    "HandOverWork": "移交工作",
}
_WHY: Final[Mapping[str, str]] = {
    "not-found": "不存在，或无权看到",
    "not-permitted": "无权这样做",
    "invalid-state": "此时不能这样做",
    "invalid-form": "填写不合要求",
    "invalid-command": "要求不合规定",
}


def attempt(type_: str, problem: str) -> str:
    """One sentence about a refused command; what has no words of its own keeps its name."""
    return f"尝试{_TRIED.get(type_, f'“{type_}”')}，被拒绝：{_WHY.get(problem, problem)}"
