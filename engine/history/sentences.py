"""Says each event of a case in one sentence, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from engine.core import events as ev
from engine.errors import Text
from engine.history.approval_sentences import ABOUT_OPINIONS
from engine.history.deadline_sentences import DEADLINES
from engine.history.exchange_sentences import EXCHANGE
from engine.history.moves_sentences import MOVES
from engine.history.people_sentences import ABOUT_PEOPLE
from engine.history.phrases import moment

OWNED: Final = ("work_item_id", "timer_id", "job_id", "subscription_id", "incident_id")


def _same(name: str) -> Text:
    return Text(zh=name, en=name)


def _own(_: ev.Event) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What people call elements and each other, and data and registers where they have names for
    them. `belongs` tells which element a work item, timer, job, subscription or incident belongs
    to, see `belongings`; `processes` what elements are called in each process of the case, and
    `process_of` in which of them an event happened, see `Places`."""

    elements: Mapping[str, Text] = field(default_factory=dict)
    person: Callable[[str], Text] = _same
    belongs: Mapping[str, str] = field(default_factory=dict)
    data: Callable[[str], Text] = _same
    register: Callable[[str], Text] = _same
    processes: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    process_of: Callable[[ev.Event], str] = _own

    def here(self, event: ev.Event) -> Names:
        """The names as they are where this event happened."""
        return self.within(self.process_of(event)) if self.processes else self

    def within(self, process: str) -> Names:
        """The names as they are in one process of the case."""
        return replace(self, elements=self.processes.get(process, self.elements), processes={})

    def element(self, element_id: str) -> Text:
        """The element's name, or its id."""
        return self.elements.get(element_id) or _same(element_id)

    def owner(self, owned_id: str) -> Text:
        """The name of the element that a work item, timer, job ... belongs to."""
        return self.element(self.belongs.get(owned_id, owned_id))


def belongings(events: Iterable[ev.Event]) -> dict[str, str]:
    """Id of a work item, timer, job, subscription or incident -> id of its element."""
    found: dict[str, str] = {}
    for event in events:
        element_id = getattr(event, "element_id", None)
        for name in OWNED:
            owned = getattr(event, name, None)
            if element_id and owned:
                found.setdefault(owned, element_id)
    return found


def element_of(event: ev.Event, belongs: Mapping[str, str]) -> str | None:
    """The element that an event is about."""
    direct: str | None = getattr(event, "element_id", None)
    if direct:
        return direct
    owned = (getattr(event, name, None) for name in OWNED)
    return next((belongs[found] for found in owned if found is not None and found in belongs), None)


def sentence(event: ev.Event, names: Names) -> Text:
    """What happened. Every event type has its sentence."""
    return SENTENCES[type(event)](event, names.here(event))


def _quoted(name: Text) -> Text:
    return Text(zh=f"“{name.zh}”", en=f'"{name.en}"')


def _about(attribute: str, zh: str, en: str) -> Callable[[Any, Names], Text]:
    """A sentence about the element of an event, with `{}` for its name."""

    def say(event: Any, names: Names) -> Text:
        given = getattr(event, attribute)
        name = names.element(given) if attribute == "element_id" else names.owner(given)
        quoted = _quoted(name)
        return Text(zh=zh.format(quoted.zh), en=en.format(quoted.en))

    return say


def _by(attribute: str, zh: str, en: str) -> Callable[[Any, Names], Text]:
    """A sentence about what a person did with a work item: `{0}` who, `{1}` what."""

    def say(event: Any, names: Names) -> Text:
        who, what = names.person(event.by), _quoted(names.owner(getattr(event, attribute)))
        return Text(zh=zh.format(who.zh, what.zh), en=en.format(who.en, what.en))

    return say


def _started(event: ev.InstanceStarted, names: Names) -> Text:
    who = names.person(event.initiator.id)
    return Text(
        zh=f"{who.zh}发起了“{event.title or event.process}”",
        en=f'{who.en} started "{event.title or event.process}"',
    )


def _variables(event: ev.VariablesChanged, names: Names) -> Text:
    fields = [names.data(name) for name in event.new]
    zh, en = ", ".join(one.zh for one in fields), ", ".join(one.en for one in fields)
    return Text(zh=f"数据更新：{zh}", en=f"Data changed: {en}")


def _flow(event: ev.FlowTaken, names: Names) -> Text:
    if event.reason is None:
        return Text(zh="流程继续", en="The process went on")
    zh = event.reason.zh or event.reason.expression
    en = event.reason.en or event.reason.expression
    return Text(zh=f"选择了分支：{zh}", en=f"A branch was chosen: {en}")


def _decided(event: ev.DecisionEvaluated, names: Names) -> Text:
    what = _quoted(names.element(event.element_id))
    rules = ", ".join(event.rule_ids)
    return Text(
        zh=f"{what.zh}已按决策表判定" + (f"（规则 {rules}）" if rules else ""),
        en=f"{what.en} was decided" + (f" (rules {rules})" if rules else ""),
    )


def _offered(event: ev.WorkItemCreated, names: Names) -> Text:
    what = _quoted(Text(zh=event.name, en=event.name_en or event.name))
    if event.assignee is None:
        return Text(zh=f"{what.zh}等待办理", en=f"{what.en} waits for somebody to do it")
    who = names.person(event.assignee)
    return Text(zh=f"{what.zh}交给{who.zh}办理", en=f"{what.en} was given to {who.en}")


def _completed_item(event: ev.WorkItemCompleted, names: Names) -> Text:
    who, what = names.person(event.by), _quoted(names.element(event.element_id))
    return Text(zh=f"{who.zh}完成了{what.zh}", en=f"{who.en} completed {what.en}")


def _timer(event: ev.TimerScheduled, names: Names) -> Text:
    what, when = _quoted(names.element(event.element_id)), moment(event.due_at)
    return Text(zh=f"{what.zh}定时到 {when}", en=f"{what.en} is set for {when}")


def _awaited(event: ev.MessageAwaited, names: Names) -> Text:
    return Text(zh=f"等待消息“{event.message}”", en=f'Waits for the message "{event.message}"')


def _thrown(event: ev.MessageThrown, names: Names) -> Text:
    return Text(zh=f"发出消息“{event.message}”", en=f'Sent the message "{event.message}"')


def _signal_awaited(event: ev.SignalAwaited, names: Names) -> Text:
    return Text(zh=f"等待信号“{event.signal}”", en=f'Waits for the signal "{event.signal}"')


def _signal_thrown(event: ev.SignalThrown, names: Names) -> Text:
    return Text(zh=f"发出信号“{event.signal}”", en=f'Broadcast the signal "{event.signal}"')


def _escalation(event: ev.EscalationThrown, names: Names) -> Text:
    what = _quoted(names.element(event.element_id))
    return Text(
        zh=f"{what.zh}提请升级处理 {event.code}", en=f"{what.en} escalated with {event.code}"
    )


def _compensation(event: ev.CompensationThrown, names: Names) -> Text:
    undone = [_quoted(names.element(activity)) for activity in event.activities]
    if not undone:
        return Text(zh="没有需要撤销的环节", en="Nothing was there to undo")
    zh, en = "、".join(one.zh for one in undone), ", ".join(one.en for one in undone)
    return Text(zh=f"依次撤销{zh}", en=f"Undoes {en}, in this order")


def _job(event: ev.JobCreated, names: Names) -> Text:
    what = _quoted(names.element(event.element_id))
    return Text(
        zh=f"{what.zh}交由系统自动处理（{event.connector}）",
        en=f"{what.en} is done by the system ({event.connector})",
    )


def _failed(event: ev.JobFailed, names: Names) -> Text:
    what = _quoted(names.element(event.element_id))
    return Text(
        zh=f"{what.zh}第 {event.attempt} 次自动处理失败：{event.error}",
        en=f"Attempt {event.attempt} of {what.en} failed: {event.error}",
    )


def _error(event: ev.BpmnErrorThrown, names: Names) -> Text:
    what = _quoted(names.element(event.element_id))
    more = f"：{event.message}" if event.message else ""
    return Text(
        zh=f"{what.zh}出现业务错误 {event.code}{more}",
        en=f"{what.en} ended with the error {event.code}" + (more and f": {event.message}"),
    )


def _register(event: ev.RegisterEntryWritten, names: Names) -> Text:
    zh = "新增" if event.version == 1 else "更新"
    en = "Added" if event.version == 1 else "Changed"
    register = names.register(event.register)
    return Text(
        zh=f"登记簿 {register.zh} {zh}了 {event.key}",
        en=f"{en} {event.key} in the register {register.en}",
    )


def _incident(event: ev.IncidentRaised, names: Names) -> Text:
    what = _quoted(names.element(event.element_id))
    return Text(zh=f"{what.zh}受阻：{event.zh}", en=f"{what.en} is stuck: {event.en}")


def _resolved(event: ev.IncidentResolved, names: Names) -> Text:
    who = names.person(event.by)
    return Text(zh=f"{who.zh}处理了受阻的环节", en=f"{who.en} resolved the incident")


def _ended(event: ev.InstanceCompleted, names: Names) -> Text:
    ends = [names.element(end) for end in event.end_events]
    if not ends:
        return Text(zh="案件办结", en="The case ended")
    zh, en = "、".join(end.zh for end in ends), ", ".join(end.en for end in ends)
    return Text(zh=f"案件办结：{zh}", en=f"The case ended: {en}")


def _terminated(event: ev.InstanceTerminated, names: Names) -> Text:
    who = names.person(event.by)
    zh = f"{who.zh}终止了案件" + (f"：{event.reason}" if event.reason else "")
    en = f"{who.en} terminated the case" + (f": {event.reason}" if event.reason else "")
    return Text(zh=zh, en=en)


def _assigned(event: ev.WorkItemAssigned, names: Names) -> Text:
    text = _about("work_item_id", "重新确定了{}的办理人", "Found anew who may do {}")(event, names)
    if event.assignee is None:
        return text
    who = names.person(event.assignee)
    return Text(zh=f"{text.zh}：{who.zh}。{event.zh}", en=f"{text.en}: {who.en}. {event.en}")


def _skipped(event: ev.WorkItemSkipped, names: Names) -> Text:
    text = _about("element_id", "{}按规则跳过", "{} was left out by its policy")(event, names)
    return Text(zh=f"{text.zh}：{event.zh}", en=f"{text.en}: {event.en}")


def _failed_item(event: ev.WorkItemFailed, names: Names) -> Text:
    who, what = names.person(event.by), _quoted(names.element(event.element_id))
    zh = f"{who.zh}以业务错误 {event.code} 结束了{what.zh}"
    en = f"{who.en} ended {what.en} with the error {event.code}"
    return Text(
        zh=zh + (event.message and f"：{event.message}"),
        en=en + (event.message and f": {event.message}"),
    )


def _escalated_item(event: ev.WorkItemEscalated, names: Names) -> Text:
    who, what = names.person(event.by), _quoted(names.element(event.element_id))
    return Text(
        zh=f"{who.zh}就{what.zh}提出升级 {event.code}",
        en=f"{who.en} raised the escalation {event.code} from {what.en}",
    )


def _commented(event: ev.CommentAdded, names: Names) -> Text:
    if not event.text:
        return _by_them(event, names, "的评论已撤回", " made a comment, withdrawn since")
    return _by_them(event, names, f"评论：{event.text}", f" commented: {event.text}")


def _withdrawn(event: ev.CommentWithdrawn, names: Names) -> Text:
    return _by_them(event, names, "撤回了一条评论", " withdrew a comment")


def _by_them(event: Any, names: Names, zh: str, en: str) -> Text:
    return Text(zh=names.person(event.by).zh + zh, en=names.person(event.by).en + en)


def _reason(text: str) -> Text:
    return Text(zh=text and f"：{text}", en=text and f": {text}")


def _transferred(event: ev.WorkItemTransferred, names: Names) -> Text:
    who, to = names.person(event.by), names.person(event.to)
    what, why = _quoted(names.owner(event.work_item_id)), _reason(event.reason)
    return Text(
        zh=f"{who.zh}把{what.zh}转办给{to.zh}{why.zh}",
        en=f"{who.en} transferred {what.en} to {to.en}{why.en}",
    )


def _urged(event: ev.WorkItemUrged, names: Names) -> Text:
    what, why = _quoted(names.owner(event.work_item_id)), _reason(event.reason)
    return _by_them(event, names, f"催办{what.zh}{why.zh}", f" urged {what.en}{why.en}")


def _copied(event: ev.InstanceCopied, names: Names) -> Text:
    people, why = [names.person(login) for login in event.to], _reason(event.note)
    zh, en = "、".join(one.zh for one in people), ", ".join(one.en for one in people)
    return _by_them(event, names, f"抄送给{zh}{why.zh}", f" copied the case to {en}{why.en}")


def _copy_read(event: ev.CopyRead, names: Names) -> Text:
    return _by_them(event, names, "已阅抄送", " read the copy")


def _described(event: ev.CaseDescribed, names: Names) -> Text:
    number = event.number or "-"
    return Text(zh=f"流程编号 {number}", en=f"The case has the number {number}")


SENTENCES: Final[Mapping[type[ev.Event], Callable[[Any, Names], Text]]] = {
    ev.InstanceStarted: _started,
    ev.VariablesChanged: _variables,
    ev.ElementActivated: _about("element_id", "进入{}", "Reached {}"),
    ev.ElementCompleted: _about("element_id", "{}结束", "{} ended"),
    ev.ElementPassed: _about("element_id", "经过{}", "Passed {}"),
    ev.ElementCanceled: _about("element_id", "{}被中断", "{} was interrupted"),
    ev.FlowTaken: _flow,
    ev.DecisionEvaluated: _decided,
    ev.WorkItemCreated: _offered,
    ev.WorkItemAssigned: _assigned,
    ev.WorkItemSkipped: _skipped,
    ev.WorkItemClaimed: _by("work_item_id", "{0}认领了{1}", "{0} claimed {1}"),
    ev.WorkItemReleased: _by("work_item_id", "{0}释放了{1}", "{0} released {1}"),
    ev.WorkItemCompleted: _completed_item,
    ev.AdHocActivityChosen: _by("element_id", "{0}开始了{1}", "{0} began {1}"),
    ev.WorkItemCanceled: _about("work_item_id", "{}不再需要办理", "{} no longer needs doing"),
    ev.TimerScheduled: _timer,
    ev.TimerFired: _about("element_id", "{}时间到", "The time of {} came"),
    ev.TimerCanceled: _about("timer_id", "{}的定时已取消", "The timer of {} was canceled"),
    ev.MessageAwaited: _awaited,
    ev.MessageReceived: _about("subscription_id", "{}收到消息", "{} received its message"),
    ev.MessageAwaitCanceled: _about(
        "subscription_id", "{}不再等待消息", "{} no longer waits for its message"
    ),
    ev.MessageThrown: _thrown,
    ev.SignalAwaited: _signal_awaited,
    ev.SignalReceived: _about("subscription_id", "{}收到信号", "{} received its signal"),
    ev.SignalAwaitCanceled: _about(
        "subscription_id", "{}不再等待信号", "{} no longer waits for its signal"
    ),
    ev.SignalThrown: _signal_thrown,
    ev.EscalationThrown: _escalation,
    ev.CompensationThrown: _compensation,
    ev.JobCreated: _job,
    ev.JobCompleted: _about("element_id", "{}自动处理完成", "{} was done by the system"),
    ev.JobFailed: _failed,
    ev.JobCanceled: _about("job_id", "{}的自动处理已取消", "The job of {} was canceled"),
    ev.BpmnErrorThrown: _error,
    ev.CommentAdded: _commented,
    ev.CommentWithdrawn: _withdrawn,
    **EXCHANGE,
    ev.WorkItemFailed: _failed_item,
    ev.WorkItemEscalated: _escalated_item,
    ev.WorkItemTransferred: _transferred,
    ev.WorkItemUrged: _urged,
    ev.InstanceCopied: _copied,
    ev.CopyRead: _copy_read,
    **ABOUT_PEOPLE,
    **MOVES,
    **ABOUT_OPINIONS,
    **DEADLINES,
    ev.CaseDescribed: _described,
    ev.RegisterEntryWritten: _register,
    ev.IncidentRaised: _incident,
    ev.IncidentResolved: _resolved,
    ev.InstanceCompleted: _ended,
    ev.InstanceTerminated: _terminated,
}
