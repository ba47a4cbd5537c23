"""What each need asks of who calls: the checks behind the door, all of them answered by policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from api import show
from api.needs import Need
from api.visit import Visit
from engine.bootstrap import Runtime
from engine.comments import may_speak
from engine.core import policy
from engine.core.ids import user_principal
from engine.core.people import Person
from engine.core.rights import Right
from engine.errors import NotFound, NotPermitted
from engine.offers import as_item
from engine.registers import desk
from engine.studio.tools import SHARED_NAMES
from engine.views import DefinitionView, WorkItemView, WorklistQuery


def _anyone(visit: Visit, _: str) -> Visit:
    return visit


def _person_who(may: Callable[[Person], bool], zh: str, en: str) -> Callable[[Visit, str], Visit]:
    def check(visit: Visit, _: str) -> Visit:
        if not may(visit.person):
            raise NotPermitted(f"只有{zh}可以这样做", f"Expected {en}")
        return visit

    return check


def _finds_definition(visit: Visit, key: str) -> Visit:
    runtime, actor = visit.house.runtime, visit.person
    definition = runtime.definition(key)
    hidden = definition is None or (
        not policy.may_deploy(actor, definition.key)
        if definition.draft
        else not policy.may_see_process(actor, definition.key, runtime.people.rights)
    )
    if definition is None or hidden:
        raise NotFound(f"没有流程 {key}", f"Expected a deployed process, got {key!r}")
    return replace(visit, definition=definition)


def _owns_definition(visit: Visit, key: str) -> Visit:
    found = _finds_definition(visit, key)
    assert found.definition is not None  # noqa: S101 -- just found
    if not policy.may_deploy(visit.person, found.definition.key):
        raise NotPermitted(f"只有 {key} 的负责人可以这样做", f"Expected the owner of {key}")
    return found


def _sees_statistics(visit: Visit, key: str) -> Visit:
    found = _finds_definition(visit, key)
    assert found.definition is not None  # noqa: S101 -- just found
    if not policy.may_see_all_cases(visit.person, found.definition.key):
        raise NotPermitted(
            f"只有 {key} 的负责人、运维人员和审计员可以看它怎样运行",
            f"Expected somebody who may see every case of {key}",
        )
    return found


def _owns_draft(visit: Visit, key: str) -> Visit:
    """Also of what was never published, and of the files that all share."""
    if not policy.may_deploy(visit.person, key):
        _owns_definition(visit, key)  # which says who may, or that there is no such process
    runtime = visit.house.runtime
    known = key in SHARED_NAMES or runtime.store.definition(key) is not None
    if not known and runtime.studio.tools.store.draft(key) is None:
        raise NotFound(f"没有流程 {key}", f"Expected a process or a draft, got {key!r}")
    return visit


def _reads_register(visit: Visit, key: str) -> Visit:
    desk.opened(visit.house.runtime.store, visit.person, key)
    return visit


def _may_start(visit: Visit, key: str) -> Visit:
    found = _finds_definition(visit, key)
    assert found.definition is not None  # noqa: S101 -- just found
    if not may_begin(visit, found.definition):
        raise NotPermitted(
            f"您不能发起“{found.definition.name}”", f"Expected somebody who may start {key}"
        )
    return found


def may_begin(visit: Visit, view: DefinitionView) -> bool:
    """Whether the person may start the process: its diagram and the administrators let them."""
    actor = visit.person
    if view.draft:
        return policy.may_deploy(actor, view.key)
    if not policy.may_start(actor, view.startable_by):
        return False
    return policy.may_start_at_all(actor, view.key, visit.house.runtime.people.rights)


def _no_case(instance_id: str) -> NotFound:
    return NotFound(f"没有案件 {instance_id}", f"Expected an existing case, got {instance_id!r}")


def _sees_case(visit: Visit, instance_id: str) -> Visit:
    actor, store = visit.person, visit.house.runtime.store
    involved = store.takes_part(actor.id, actor.principals(), instance_id)
    involved = involved or store.is_copied_to(actor.id, instance_id)
    absent = None if involved else stands_in(visit.house.runtime, actor, instance_id)
    seen = involved or absent is not None or policy.may_see_all_cases(actor)
    case = store.instance(instance_id) if seen or actor.offices else None
    if case is None or not (seen or policy.may_see_all_cases(actor, case.process)):
        raise _no_case(instance_id)
    if not involved and absent is None:
        _record_reading(visit, instance_id)
    return replace(visit, case=case, seen_as=absent)


def stands_in(runtime: Runtime, actor: Person, instance_id: str) -> Person | None:
    """Whose open work in this case the person does as their substitute now."""
    acting_for = runtime.substitutions.acting_for(actor)
    if not acting_for:
        return None
    found = runtime.store.worklist(
        WorklistQuery(
            user=actor.id,
            principals=(),
            view="substituted",
            instance_id=instance_id,
            limit=1,
            acting_for=acting_for,
        )
    )
    return runtime.substitutions.absent_on(actor, found.items[0]) if found.items else None


def _record_reading(visit: Visit, instance_id: str) -> None:
    """Who may see all cases does not read other people's silently."""
    what = visit.asked.removeprefix("/api/v1").replace("{id}", "").strip("/").replace("//", "/")
    visit.house.runtime.readings.note(instance_id, visit.person, what)


def _case_and(
    may: Callable[[Person, str], bool], zh: str, en: str
) -> Callable[[Visit, str], Visit]:
    """A right over the cases of a process: who lacks it learns so only of a case that they see."""

    def both(visit: Visit, instance_id: str) -> Visit:
        found = _sees_case(visit, instance_id)
        assert found.case is not None  # noqa: S101 -- just seen
        if not may(visit.person, found.case.process):
            raise NotPermitted(f"只有{zh}可以这样做", f"Expected {en}")
        return found

    return both


def _started_case(visit: Visit, instance_id: str) -> Visit:
    found = _sees_case(visit, instance_id)
    assert found.case is not None  # noqa: S101 -- just seen
    if found.case.initiator != visit.person.id:
        raise NotPermitted("只有发起人可以这样做", "Expected who started the case")
    return found


def _comments_on_case(visit: Visit, instance_id: str) -> Visit:
    found = _sees_case(visit, instance_id)
    if found.seen_as is not None:  # with the eyes and the voice of whom they stand in for
        return found
    may_speak(visit.house.runtime.store, visit.person, instance_id)
    return found


def sees_item(visit: Visit, item_id: str) -> Visit:
    """The visit with the work item. Raises NotFound unless it is offered or its case is seen."""
    item = visit.house.runtime.store.work_item(item_id)
    missing = NotFound(f"没有待办 {item_id}", f"Expected an existing work item, got {item_id!r}")
    if item is None:
        raise missing
    offered = policy.is_offered(visit.person, as_item(item)) and item.ended_at is None
    absent = visit.house.runtime.substitutions.absent_on(visit.person, item)
    seen_as = absent
    if not offered and absent is None:
        try:
            seen_as = _sees_case(visit, item.instance_id).seen_as
        except NotFound:
            raise missing from None
    return replace(visit, item=item, absent=absent, seen_as=seen_as)


def does_item(visit: Visit, item_id: str) -> Visit:
    """The same, and NotPermitted unless the work item is offered to them."""
    found = sees_item(visit, item_id)
    assert found.item is not None  # noqa: S101 -- sees_item has just set it
    mine = found.item.ended_by == found.person.id or found.absent is not None
    if not mine and not policy.is_offered(found.person, as_item(found.item)):
        raise _not_theirs(found, found.item)
    return found


def _not_theirs(visit: Visit, item: WorkItemView) -> NotPermitted:
    """Whose it is, to somebody who sees the case."""
    who = [item.assignee] if item.assignee else []
    zh = "、".join(show.person_name(visit.house, one).zh for one in who)
    en = ", ".join(show.person_name(visit.house, one).en for one in who)
    if not who:
        barred = set(map(user_principal, item.excluded))
        free = [one for one in item.candidates if one not in barred]
        names = [show.principal_name(visit.house, one) for one in free]
        zh = "、".join(one.zh for one in names)
        en = ", ".join(one.en or one.zh for one in names)
    return NotPermitted(
        "这项待办没有分派给您" + (zh and f"，由{zh}办理"),
        "Expected a work item that is offered to you" + (en and f": this is for {en}"),
    )


def _transfers(visit: Visit, item_id: str) -> Visit:
    if policy.may_administer(visit.person):
        return sees_item(visit, item_id)
    return does_item(visit, item_id)


def _appoints(visit: Visit, item_id: str) -> Visit:
    found = sees_item(visit, item_id)
    if not policy.may_administer(visit.person):
        raise NotPermitted("只有管理员可以指派", "Expected an administrator")
    return found


def _operates_item(visit: Visit, item_id: str) -> Visit:
    found = sees_item(visit, item_id)
    assert found.item is not None  # noqa: S101 -- sees_item has just set it
    if not policy.may_operate(visit.person, found.item.case_process):
        raise NotPermitted(
            "只有管理员和流程负责人可以改优先级", "Expected an administrator or process owner"
        )
    return found


def _urges(visit: Visit, item_id: str) -> Visit:
    found, actor = sees_item(visit, item_id), visit.person
    assert found.item is not None  # noqa: S101 -- sees_item has just set it
    part = visit.house.runtime.store.takes_part(
        actor.id, actor.principals(), found.item.instance_id
    )
    if policy.may_administer(actor) or (part and found.item.assignee != actor.id):
        return found
    raise NotPermitted(
        "只有参与本案、又不是办理人的人可以催办",
        "Expected somebody who takes part in the case and does not have the work item",
    )


def _reads_copy(visit: Visit, instance_id: str) -> Visit:
    if not visit.house.runtime.store.is_copied_to(visit.person.id, instance_id):
        raise _no_case(instance_id)
    return _sees_case(visit, instance_id)


def _changes_filter(visit: Visit, filter_id: str) -> Visit:
    return replace(visit, filter=visit.house.runtime.filters.owned(filter_id, visit.person))


def _operates(visit: Visit, incident_id: str) -> Visit:
    _OPERATORS(visit, incident_id)
    theirs = policy.operated_processes(visit.person)
    store = visit.house.runtime.store
    instance_id = incident_id.split("-", 1)[0]
    found = store.incidents(open_only=False, instance_id=instance_id)
    incident = next((one for one in found if one.id == incident_id), None)
    if incident is None or (theirs is not None and incident.process not in theirs):
        raise NotFound(f"没有异常 {incident_id}", f"Expected an incident, got {incident_id!r}")
    return replace(visit, incident=incident)


def _operates_some(actor: Person) -> bool:
    return policy.operated_processes(actor) != frozenset()


def _owns_some(actor: Person) -> bool:
    return policy.may_deploy(actor) or policy.is_responsible(actor, Right.OWN)


_OPERATORS: Final = _person_who(
    _operates_some, "流程负责人或管理员", "a process owner or administrator"
)
_AUDITORS: Final = _person_who(policy.may_audit, "审计员或管理员", "an auditor or administrator")
_ADMINISTRATORS: Final = _person_who(policy.may_administer, "管理员", "an administrator")

Check = Callable[[Visit, str], Visit]
NEEDS: Final[Mapping[Need, tuple[Check, str]]] = {
    Need.ANYONE: (_anyone, ""),
    Need.SIGNED_IN: (_anyone, ""),
    Need.OWN_SESSION: (_anyone, ""),
    Need.SEE_DEFINITION: (_finds_definition, "key"),
    Need.OWN_DEFINITION: (_owns_definition, "key"),
    Need.SEE_STATISTICS: (_sees_statistics, "key"),
    Need.OWN_DRAFT: (_owns_draft, "key"),
    Need.READ_REGISTER: (_reads_register, "key"),
    Need.START: (_may_start, "key"),
    Need.DEPLOY: (
        _person_who(_owns_some, "流程负责人或管理员", "a process owner or administrator"),
        "",
    ),
    Need.AUDIT: (_AUDITORS, ""),
    Need.OPERATE: (_OPERATORS, ""),
    Need.ADMINISTER: (_ADMINISTRATORS, ""),
    Need.OPERATE_INCIDENT: (_operates, "id"),
    Need.SEND: (
        _person_who(policy.may_send_messages, "管理员或外部系统", "an administrator or a system"),
        "",
    ),
    Need.SEE_CASE: (_sees_case, "id"),
    Need.COMMENT_CASE: (_comments_on_case, "id"),
    Need.OWN_CASE: (_started_case, "id"),
    Need.AUDIT_CASE: (
        _case_and(policy.may_audit, "审计员或管理员", "an auditor or administrator"),
        "id",
    ),
    Need.ADMINISTER_CASE: (
        _case_and(lambda actor, _: policy.may_administer(actor), "管理员", "an administrator"),
        "id",
    ),
    Need.CHANGE_FILTER: (_changes_filter, "id"),
    Need.SEE_ITEM: (sees_item, "id"),
    Need.DO_ITEM: (does_item, "id"),
    Need.TRANSFER_ITEM: (_transfers, "id"),
    Need.APPOINT_ITEM: (_appoints, "id"),
    Need.OPERATE_ITEM: (_operates_item, "id"),
    Need.URGE_ITEM: (_urges, "id"),
    Need.READ_COPY: (_reads_copy, "id"),
}
