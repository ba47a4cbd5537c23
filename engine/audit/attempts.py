"""Says in Chinese what somebody tried and was refused; the recorded English says exactly why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_TRIED: Final[Mapping[str, str]] = {
    "StartInstance": "发起案件",
    "ClaimWorkItem": "认领待办",
    "ReleaseWorkItem": "释放待办",
    "CompleteWorkItem": "办理待办",
    "TransferWorkItem": "转办待办",
    "DelegateWorkItem": "委派待办",
    "AppointWorkItem": "指派待办",
    "ReturnWorkItem": "退回待办",
    "TakeBackWorkItem": "拿回待办",
    "WithdrawInstance": "撤回案件",
    "UrgeWorkItem": "催办",
    "CopyInstance": "抄送",
    "AddSigners": "加签",
    "RemoveSigner": "减签",
    "GiveOpinion": "提出意见",
    "AddComment": "评论",
    "WithdrawComment": "撤回评论",
    "RetryIncident": "重试异常",
    "MoveTokens": "跳转环节",
    "CorrectVariables": "修改数据",
    "SuspendInstance": "挂起案件",
    "ResumeInstance": "恢复案件",
    "TerminateInstance": "终止案件",
    "NameSubstitute": "指定代理人",
    "EndSubstitution": "结束代理",
    "ChangeOrganisation": "修改组织",
    "HandOverWork": "离职转办",
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
