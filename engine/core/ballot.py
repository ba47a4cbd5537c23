"""How a user task says that several people decide it, what may be done with its work items, and
whether an opinion is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from engine.core.definition import Expression


class Mode(StrEnum):
    """Whose opinions decide."""

    SINGLE = "single"  # 单签: whoever of the candidates does the work item
    ALL = "all"  # 会签: every member agrees; the first refusal decides
    ANY = "any"  # 或签: the first opinion decides
    RATIO = "ratio"  # 票签: agreement of a share of the votes
    SEQUENTIAL = "sequential"  # 依次: as ALL, one member after the other


class OpinionNeed(StrEnum):
    """Whether a written opinion goes with what is completed."""

    OPTIONAL = "optional"
    REQUIRED = "required"
    ON_REFUSAL = "on-refusal"
    NONE = "none"  # there is no place for one


class SignatureNeed(StrEnum):
    """Whether a handwritten signature may be sealed with what is completed."""

    WITH_OPINION = "with-opinion"  # wherever an opinion is asked for
    OPTIONAL = "optional"
    NONE = "none"


def takes_signature(need: SignatureNeed, opinion: OpinionNeed, *, in_round: bool) -> bool:
    """Whether whoever completes is offered to sign; an opinion that may be left out is asked for
    in a round only."""
    if need is not SignatureNeed.WITH_OPINION:
        return need is SignatureNeed.OPTIONAL
    return in_round if opinion is OpinionNeed.OPTIONAL else opinion is not OpinionNeed.NONE


CONTINUE: Final = "continue"
END: Final = "end"
INITIATOR: Final = "initiator"
NODE: Final = "node:"

CLAIM: Final = "claim"
RELEASE: Final = "release"
TRANSFER: Final = "transfer"
URGE: Final = "urge"
COPY: Final = "copy"
DELEGATE: Final = "delegate"
ADD_SIGN: Final = "add-sign"
REMOVE_SIGN: Final = "remove-sign"
RETURN: Final = "return"
TAKE_BACK: Final = "take-back"

USUAL_ACTIONS: Final = frozenset({CLAIM, RELEASE, TRANSFER, URGE, COPY})
"""What is allowed where neither the task nor the company says anything."""

ACTIONS: Final = USUAL_ACTIONS | {DELEGATE, ADD_SIGN, REMOVE_SIGN, RETURN, TAKE_BACK}
"""Every name that `guicheng:actions` may give."""

COMPANY_ACTIONS: Final = "task_actions"
"""The company's figure that says what is allowed where a task says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The declaration of a round of opinions.

    `decision` is the form field that says yes or no, `agree` the values of it that mean yes;
    without one whoever completes agrees. `threshold` is a literal, or FEEL in `threshold_feel`.
    """

    mode: Mode = Mode.SINGLE
    threshold: str = ""
    threshold_feel: Expression | None = None
    weights: Expression | None = None  # a context: login -> number, 1 where it says nothing
    decision: str = ""
    agree: tuple[str, ...] = ("true",)
    on_reject: str = CONTINUE  # `continue`, `end`, `initiator` or `node:<id>`
    result_variable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the expressions of an approval came to when the task was offered."""

    threshold: str = ""
    weights: tuple[tuple[str, Decimal], ...] = ()


def share(text: str) -> Fraction | None:
    """`0.6`, `60%` or `2/3` as an exact share above 0 and at most 1; None when it is none."""
    text = text.strip()
    try:
        if text.endswith("%"):
            found = Fraction(Decimal(text[:-1])) / 100
        elif "/" in text:
            found = Fraction(text)
        else:
            found = Fraction(Decimal(text))
    except (ValueError, ArithmeticError):
        return None
    return found if 0 < found <= 1 else None


def as_share(value: Any) -> str | None:
    """What a FEEL threshold gave, a number or a text, as a text that `share` reads."""
    text = str(value) if type(value) in (str, int, Decimal) else ""
    return text if share(text) is not None else None


def as_weights(value: Any) -> tuple[tuple[str, Decimal], ...] | None:
    """What FEEL weights gave, in the order of the logins; None when it is no context of numbers
    that are not below 0."""
    if not isinstance(value, Mapping):
        return None
    if any(type(one) not in (int, Decimal) or one < 0 for one in value.values()):
        return None
    return tuple(sorted((str(login), Decimal(one)) for login, one in value.items()))


def allowed_actions(declared: tuple[str, ...] | None, parameters: object) -> frozenset[str]:
    """What may be done with the work items of a task that declares these actions (None: nothing)
    in a company with these figures."""
    if declared is not None:
        return frozenset(declared)
    company = parameters.get(COMPANY_ACTIONS) if isinstance(parameters, Mapping) else None
    if isinstance(company, str):
        return frozenset(company.split()) & ACTIONS
    return USUAL_ACTIONS
