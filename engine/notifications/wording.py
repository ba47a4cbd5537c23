"""A notification in words: one line that says what it is, and what one needs to know more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.errors import Text
from engine.notifications.model import Notification, NotificationKind

_SUBJECTS: Final[Mapping[NotificationKind, Text]] = {
    NotificationKind.NEW: Text(zh="待办：{task}", en="To do: {task}"),
    NotificationKind.TRANSFERRED: Text(zh="{by}转办给您：{task}", en="{by} handed you: {task}"),
    NotificationKind.URGED: Text(zh="{by}催办：{task}", en="{by} asks you to hurry: {task}"),
    NotificationKind.REMINDED: Text(zh="提醒：{task}", en="Reminder: {task}"),
    NotificationKind.OVERDUE: Text(zh="已超期：{task}", en="Overdue: {task}"),
    NotificationKind.ESCALATED: Text(zh="下属超期未办：{task}", en="Late, reported to you: {task}"),
    NotificationKind.RETURNED: Text(zh="{by}退回：{task}", en="{by} returned: {task}"),
    NotificationKind.TAKEN_BACK: Text(zh="{by}拿回了：{task}", en="{by} took back: {task}"),
    NotificationKind.FOLLOW_UP: Text(zh="跟进日期已到：{task}", en="Follow up today: {task}"),
    NotificationKind.DUE_MOVED: Text(
        zh="因{by}的在岗时间调整期限：{task}",
        en="Due at another time, by when {by} is there: {task}",
    ),
    NotificationKind.COPIED: Text(zh="{by}抄送给您", en="{by} sent you a copy"),
    NotificationKind.MENTIONED: Text(zh="{by}在评论中提到您", en="{by} mentioned you"),
    NotificationKind.ENDED: Text(zh="您发起的案件已办结", en="What you started has ended"),
    NotificationKind.INCIDENT: Text(zh="案件异常，需要处理", en="A case is stuck"),
    NotificationKind.REVIEW: Text(zh="{by}请您复核流程草稿", en="{by} asks you to review a draft"),
    NotificationKind.REVIEWED: Text(zh="{by}同意了您的流程草稿", en="{by} approved your draft"),
}
_NOT_APPROVED: Final = Text(zh="{by}没有同意您的流程草稿", en="{by} did not approve your draft")
_TERMINATED: Final = Text(zh="您发起的案件已被{by}终止", en="{by} has terminated what you started")
_REJECTED: Final = Text(zh="您发起的案件未获同意", en="What you started was refused")
_FOR: Final = Text(zh="（代 {for}）", en=" (for {for})")
_DASH: Final = " · "


def subject(one: Notification) -> Text:
    """What it is, in one line."""
    said = _TERMINATED if "terminated" in one.about else _SUBJECTS[one.kind]
    if "rejected" in one.about:
        said = _REJECTED
    if one.kind is NotificationKind.REVIEWED and "approved" not in one.about:
        said = _NOT_APPROVED
    return Text(zh=_filled(said.zh, one, "zh"), en=_filled(said.en, one, "en"))


def path(one: Notification) -> str:
    """Where in the page one sees what it is about."""
    if "path" in one.about:
        return one.about["path"]
    return f"/tasks/{one.work_item_id}" if one.work_item_id else f"/cases/{one.instance_id}"


def detail(one: Notification) -> Text:
    """Of which case it is, and what was said with it."""
    return Text(zh=_detail(one, "zh"), en=_detail(one, "en"))


def _filled(pattern: str, one: Notification, language: str) -> str:
    words = {name: _word(one, name, language) for name in ("task", "by")}
    text = pattern.format(**words)
    if "for" in one.about:
        text += (_FOR.zh if language == "zh" else _FOR.en).replace("{for}", one.about["for"])
    return text


def _word(one: Notification, name: str, language: str) -> str:
    own = one.about.get(name, "")
    return (one.about.get(f"{name}_en") or own) if language == "en" else own


def _detail(one: Notification, language: str) -> str:
    case = [_word(one, name, language) for name in ("process", "number", "title")]
    whole = _DASH.join(dict.fromkeys(part for part in case if part))
    note = _word(one, "note", language)
    return f"{whole}\n{note}" if note else whole
