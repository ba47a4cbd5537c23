"""Roles that one person must never hold together (separation of duties)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from engine.core.people import AUDITOR
from engine.errors import Text


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Two roles, and why they stay apart."""

    one: str
    other: str
    why: Text


def _pair(one: str, other: str, zh: str, en: str) -> Forbidden:
    return Forbidden(one, other, Text(zh=zh, en=en))


_OWN_WORK: Final = ("审核自己的工作", "auditing one's own work")

FORBIDDEN: Final = (
    _pair("purchaser", "warehouse-keeper", "采购与收货", "buying and receiving"),
    _pair("purchaser", "cashier", "采购与付款", "buying and paying"),
    _pair("purchaser", "accountant", "采购与记账", "buying and booking"),
    _pair("warehouse-keeper", "accountant", "收货与记账", "receiving and booking"),
    _pair("cashier", "accountant", "付款与记账", "paying and booking"),
    _pair("seal-keeper", "gm", "保管与决定", "keeping and deciding"),
    _pair("seal-keeper", "admin-clerk", "保管印章与检查印章", "keeping and inspecting seals"),
    _pair("operations-auditor", "cs-manager", *_OWN_WORK),
    _pair("operations-auditor", "cs-supervisor", *_OWN_WORK),
    _pair("operations-auditor", "cs-lead", *_OWN_WORK),
    _pair("operations-auditor", "cs-clerk", *_OWN_WORK),
    _pair("operations-auditor", "file-keeper", *_OWN_WORK),
)


def forbidden_pairs(roles: Iterable[str]) -> Iterator[Forbidden]:
    """Every pair among the roles that must stay apart; an auditor holds nothing else."""
    held = list(dict.fromkeys(roles))
    yield from (pair for pair in FORBIDDEN if pair.one in held and pair.other in held)
    if AUDITOR in held:
        for other in held:
            if other != AUDITOR:
                yield _pair(AUDITOR, other, "审计只读，不办理业务", "an auditor only reads")
