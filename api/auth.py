"""The one authorisation door: every route declares here what it needs, and core.policy decides."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import Depends, Path, Request

from api.deps import House, house_of
from api.errors import Refused, not_signed_in
from api.needs import Need as Need  # noqa: PLC0414 -- routers and tests find it beside the door
from engine.access import ReadingRow
from engine.comments import may_speak
from engine.core import policy
from engine.core.people import STAND_IN, SYSTEM, Person
from engine.core.policy import Scope
from engine.core.state import WorkItem, WorkItemState
from engine.errors import NotFound, NotPermitted
from engine.filters import SavedFilter
from engine.views import DefinitionView, IncidentView, InstanceView, WorkItemView

COOKIE: Final = "guicheng_session"
SECURE_COOKIE: Final = "__Host-guicheng_session"
"""Behind HTTPS: browsers take a cookie of this name only from this very host, over HTTPS."""
CSRF_HEADER: Final = "X-CSRF-Token"
NO_NUL: Final = r"^[^\x00]*$"
"""PostgreSQL's texts cannot hold it, so nothing has such an id."""
READ_AGAIN: Final = timedelta(hours=1)
"""Looking at the same again within this time is the same reading."""
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request that came through the door, with what the door has already looked up."""

    house: House
    actor: Person | None = None
    definition: DefinitionView | None = None
    case: InstanceView | None = None
    item: WorkItemView | None = None
    incident: IncidentView | None = None
    filter: SavedFilter | None = None
    command_id: str | None = None
    asked: str = ""  # the route, as the OpenAPI file writes it

    @property
    def person(self) -> Person:
        """Who acts; only routes for anyone may be visited by nobody."""
        if self.actor is None:
            raise not_signed_in()
        return self.actor


def door(need: Need) -> Any:
    """The dependency that lets only those in who meet the need; routes have exactly one."""
    check, by = _NEEDS[need]

    def by_nothing(request: Request) -> Visit:
        return check(_enter(request, need), "")

    # Named as in the addresses of the routes, `{id}`: FastAPI finds the parameter by its name.
    def by_id(request: Request, id: Annotated[str, Path(max_length=200, pattern=NO_NUL)]) -> Visit:  # noqa: A002
        return check(_enter(request, need), id)

    def by_key(
        request: Request, key: Annotated[str, Path(max_length=200, pattern=NO_NUL)]
    ) -> Visit:
        return check(_enter(request, need), key)

    ways: Mapping[str, Callable[..., Visit]] = {"": by_nothing, "id": by_id, "key": by_key}
    enter = ways[by]
    # The tests walk over the routes and read the need off the dependency; functions have no such
    # attribute declared.
    enter.need = need  # type: ignore[attr-defined]
    return Depends(enter)


# -- who is it ------------------------------------------------------------------------------------


def _enter(request: Request, need: Need) -> Visit:
    house = house_of(request)
    if need is Need.ANYONE:
        session = house.runtime.accounts.find(session_token(request, house))
        return Visit(house=house, actor=session.person if session else None)
    sent = _bearer(request)
    if sent is None:
        person = _by_session(request, house)
    elif need is Need.SEND and _is_system_token(sent, house):
        person = SYSTEM
    else:
        person = _by_token(request, need, sent)
    actor = _standing_in(person, house)
    asked = str(getattr(request.scope.get("route"), "path", ""))
    return Visit(house=house, actor=actor, command_id=_command_id(request, actor), asked=asked)


def cookie_name(house: House) -> str:
    """The name of the session's cookie."""
    return SECURE_COOKIE if house.settings.secure_cookies else COOKIE


def session_token(request: Request, house: House) -> str:
    """The secret of the session that the browser sends; empty without one."""
    return request.cookies.get(cookie_name(house), "")


def _by_session(request: Request, house: House) -> Person:
    session = house.runtime.accounts.find(session_token(request, house))
    if session is None:
        raise not_signed_in()
    changes = request.method not in SAFE_METHODS
    if changes and not session.is_csrf_token(request.headers.get(CSRF_HEADER, "")):
        raise Refused(
            "csrf", "页面已过期,请刷新后重试", f"Expected the header {CSRF_HEADER} of this session"
        )
    return session.person


def _by_token(request: Request, need: Need, sent: str) -> Person:
    """Who a personal token stands for. No browser sends it by itself: it needs no CSRF header."""
    found = house_of(request).runtime.tokens.find(sent)
    if found is None:
        raise not_signed_in()
    person, token = found
    scope = scope_of(need, request.method)
    if scope is None:
        raise NotPermitted("令牌不能做这件事,请登录后再做", "Expected a session, not a token")
    if scope not in token.scopes:
        raise NotPermitted(f"令牌没有权限范围 {scope}", f"Expected a token with the scope {scope}")
    return person


def scope_of(need: Need, method: str) -> Scope | None:
    """The scope that a token needs for a route; None where no token will do."""
    if need is Need.OWN_SESSION:
        return None
    usual = Scope.READ if method in SAFE_METHODS else Scope.WORK
    return _SCOPES.get(need, usual)


def _standing_in(person: Person, house: House) -> Person:
    """On a server for tests an administrator may also do everybody's work."""
    if not house.settings.test_clock or not policy.may_administer(person):
        return person
    return replace(person, roles=(*person.roles, STAND_IN))


def _bearer(request: Request) -> str | None:
    kind, _, sent = request.headers.get("Authorization", "").partition(" ")
    return sent if kind.lower() == "bearer" else None


def _is_system_token(sent: str, house: House) -> bool:
    token = house.settings.system_token
    return token is not None and hmac.compare_digest(
        sent.encode(), token.get_secret_value().encode()
    )


def _command_id(request: Request, actor: Person) -> str | None:
    """The caller's key, kept apart from everybody else's."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 1 <= len(key) <= 100:
        raise Refused("rejected", "Idempotency-Key 过长", "Expected Idempotency-Key of 1 to 100")
    return f"{actor.id}:{key}"


# -- may they -------------------------------------------------------------------------------------


def _anyone(visit: Visit, _: str) -> Visit:
    return visit


def _person_who(may: Callable[[Person], bool], zh: str, en: str) -> Callable[[Visit, str], Visit]:
    def check(visit: Visit, _: str) -> Visit:
        if not may(visit.person):
            raise NotPermitted(f"只有{zh}可以这样做", f"Expected {en}")
        return visit

    return check


def _finds_definition(visit: Visit, key: str) -> Visit:
    definition = visit.house.runtime.definition(key)
    if definition is None or (definition.draft and not policy.may_deploy(visit.person)):
        raise NotFound(f"没有流程 {key}", f"Expected a deployed process, got {key!r}")
    return replace(visit, definition=definition)


def _may_start(visit: Visit, key: str) -> Visit:
    found = _finds_definition(visit, key)
    assert found.definition is not None  # noqa: S101 -- just found
    if not found.definition.draft and not policy.may_start(
        visit.person, found.definition.startable_by
    ):
        raise NotPermitted(
            f"您不能发起“{found.definition.name}”", f"Expected somebody who may start {key}"
        )
    return found


def _no_case(instance_id: str) -> NotFound:
    return NotFound(f"没有案件 {instance_id}", f"Expected an existing case, got {instance_id!r}")


def _sees_case(visit: Visit, instance_id: str) -> Visit:
    actor, store = visit.person, visit.house.runtime.store
    involved = store.takes_part(actor.id, actor.principals(), instance_id)
    involved = involved or store.is_copied_to(actor.id, instance_id)
    seen = involved or policy.may_see_all_cases(actor)
    case = store.instance(instance_id) if seen else None
    if case is None:
        raise _no_case(instance_id)
    if not involved:
        _record_reading(visit, instance_id)
    return replace(visit, case=case)


def _record_reading(visit: Visit, instance_id: str) -> None:
    """Who may see all cases does not read other people's silently."""
    runtime = visit.house.runtime
    now = runtime.clock.now()
    what = visit.asked.removeprefix("/api/v1").replace("{id}", "").strip("/").replace("//", "/")
    row = ReadingRow(instance_id=instance_id, user=visit.person.id, what=what, at=now)
    runtime.access.add_reading(row, now - READ_AGAIN)


def _case_and(check: Callable[[Visit, str], Visit]) -> Callable[[Visit, str], Visit]:
    """A right over all cases: who lacks it learns so only of a case that they may see."""

    def both(visit: Visit, instance_id: str) -> Visit:
        return check(_sees_case(visit, instance_id), instance_id)

    return both


def _comments_on_case(visit: Visit, instance_id: str) -> Visit:
    found = _sees_case(visit, instance_id)
    may_speak(visit.house.runtime.store, visit.person, instance_id)
    return found


def as_item(view: WorkItemView) -> WorkItem:
    """The part of a view that policy looks at."""
    return WorkItem(
        id=view.id,
        element_id=view.element_id,
        token=0,
        process=view.process,
        form_id=view.form_id,
        state=WorkItemState(view.state),
        candidates=view.candidates,
        excluded=view.excluded,
        assignee=view.assignee,
    )


def sees_item(visit: Visit, item_id: str) -> Visit:
    """The visit with the work item. Raises NotFound unless it is offered or its case is seen."""
    item = visit.house.runtime.store.work_item(item_id)
    missing = NotFound(f"没有待办 {item_id}", f"Expected an existing work item, got {item_id!r}")
    if item is None:
        raise missing
    offered = policy.is_offered(visit.person, as_item(item)) and item.ended_at is None
    if not offered:
        try:
            _sees_case(visit, item.instance_id)
        except NotFound:
            raise missing from None
    return replace(visit, item=item)


def does_item(visit: Visit, item_id: str) -> Visit:
    """The same, and NotPermitted unless the work item is offered to them."""
    found = sees_item(visit, item_id)
    assert found.item is not None  # noqa: S101 -- sees_item has just set it
    mine = found.item.ended_by == found.person.id
    if not mine and not policy.is_offered(found.person, as_item(found.item)):
        raise NotPermitted("这项待办没有分派给您", "Expected a work item that is offered to you")
    return found


def _transfers(visit: Visit, item_id: str) -> Visit:
    if policy.may_administer(visit.person):
        return sees_item(visit, item_id)
    return does_item(visit, item_id)


def _urges(visit: Visit, item_id: str) -> Visit:
    found, actor = sees_item(visit, item_id), visit.person
    assert found.item is not None  # noqa: S101 -- sees_item has just set it
    part = visit.house.runtime.store.takes_part(
        actor.id, actor.principals(), found.item.instance_id
    )
    if policy.may_administer(actor) or (part and found.item.assignee != actor.id):
        return found
    raise NotPermitted(
        "只有参与本案而非办理人可以催办", "Expected who takes part without having it"
    )


def _reads_copy(visit: Visit, instance_id: str) -> Visit:
    if not visit.house.runtime.store.is_copied_to(visit.person.id, instance_id):
        raise _no_case(instance_id)
    return _sees_case(visit, instance_id)


def _changes_filter(visit: Visit, filter_id: str) -> Visit:
    return replace(visit, filter=visit.house.runtime.filters.owned(filter_id, visit.person))


def _operates(visit: Visit, incident_id: str) -> Visit:
    _OPERATORS(visit, incident_id)
    store = visit.house.runtime.store
    instance_id = incident_id.split("-", 1)[0]
    found = store.incidents(open_only=False, instance_id=instance_id)
    incident = next((one for one in found if one.id == incident_id), None)
    if incident is None:
        raise NotFound(f"没有事件单 {incident_id}", f"Expected an incident, got {incident_id!r}")
    return replace(visit, incident=incident)


_OPERATORS: Final = _person_who(
    policy.may_operate, "流程负责人或管理员", "a process owner or administrator"
)
_AUDITORS: Final = _person_who(policy.may_audit, "审计员或管理员", "an auditor or administrator")
_ADMINISTRATORS: Final = _person_who(policy.may_administer, "管理员", "an administrator")

Check = Callable[[Visit, str], Visit]
_NEEDS: Final[Mapping[Need, tuple[Check, str]]] = {
    Need.ANYONE: (_anyone, ""),
    Need.SIGNED_IN: (_anyone, ""),
    Need.OWN_SESSION: (_anyone, ""),
    Need.SEE_DEFINITION: (_finds_definition, "key"),
    Need.START: (_may_start, "key"),
    Need.DEPLOY: (
        _person_who(policy.may_deploy, "流程负责人或管理员", "a process owner or administrator"),
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
    Need.AUDIT_CASE: (_case_and(_AUDITORS), "id"),
    Need.ADMINISTER_CASE: (_case_and(_ADMINISTRATORS), "id"),
    Need.CHANGE_FILTER: (_changes_filter, "id"),
    Need.SEE_ITEM: (sees_item, "id"),
    Need.DO_ITEM: (does_item, "id"),
    Need.TRANSFER_ITEM: (_transfers, "id"),
    Need.URGE_ITEM: (_urges, "id"),
    Need.READ_COPY: (_reads_copy, "id"),
}

_SCOPES: Final[Mapping[Need, Scope]] = {
    Need.DEPLOY: Scope.DEPLOY,
    Need.AUDIT: Scope.AUDIT,
    Need.AUDIT_CASE: Scope.AUDIT,
    Need.OPERATE: Scope.OPERATE,
    Need.OPERATE_INCIDENT: Scope.OPERATE,
    Need.ADMINISTER: Scope.ADMINISTER,
    Need.ADMINISTER_CASE: Scope.ADMINISTER,
    Need.SEND: Scope.SEND,
}
"""Where reading asks for `read` and changing for `work`, nothing is said here."""
