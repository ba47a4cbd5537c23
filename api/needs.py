"""What a route can ask of who calls it."""

from __future__ import annotations

from enum import StrEnum


class Need(StrEnum):
    """What a route asks of who calls it."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    OWN_SESSION = "signed in with a session, not with a token"
    SEE_DEFINITION = "signed in, on a process"
    OWN_DEFINITION = "owner of the process or administrator"
    SEE_STATISTICS = "may see every case of the process"
    OWN_DRAFT = "owner of the process, be it published or not, or administrator"
    START = "may start the process"
    DEPLOY = "may publish processes"
    AUDIT = "auditor or administrator"
    OPERATE = "process owner or administrator"
    ADMINISTER = "administrator"
    OPERATE_INCIDENT = "process owner or administrator, on an incident"
    SEND = "administrator or another system"
    SEE_CASE = "takes part in the case, or may see all"
    COMMENT_CASE = "takes part in the case, or is responsible for processes"
    AUDIT_CASE = "auditor or administrator, on a case"
    OWN_CASE = "started the case"
    ADMINISTER_CASE = "administrator, on a case"
    SEE_ITEM = "the work item is offered to them, or they see the case"
    DO_ITEM = "the work item is offered to them"
    TRANSFER_ITEM = "the work item is offered to them, or administrator"
    APPOINT_ITEM = "administrator, on a work item"
    OPERATE_ITEM = "process owner or administrator, on a work item"
    URGE_ITEM = "takes part without having the work item, or administrator"
    READ_COPY = "the case was copied to them"
    READ_REGISTER = "a reader of the register, or may see all cases"
    CHANGE_FILTER = "saved the filter, or administrator, of one that is shared"
