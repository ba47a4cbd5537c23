"""The whole error taxonomy: five families that are never mixed (design section 6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One sentence for people, in Chinese and in English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class GuichengError(Exception):
    """Anything this product raises on purpose; `text` is safe to show to the caller."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.text = Text(zh=zh, en=en)


class CommandRejected(GuichengError):
    """The command was refused; nothing was appended to the instance. The caller acts."""

    kind = "rejected"


class NotFound(CommandRejected):
    """What was named does not exist, or the actor may not know that it does."""

    kind = "not-found"


class NotPermitted(CommandRejected):
    """The actor may see the thing but may not do this to it."""

    kind = "not-permitted"


class InvalidState(CommandRejected):
    """The thing is in a state that does not allow this command."""

    kind = "invalid-state"


class NotCorrelated(NotFound):
    """Nobody waits for the message, and it was not to be kept."""

    kind = "not-correlated"


class AmbiguousMessage(InvalidState):
    """Several receivers wait for a message that is for one."""

    kind = "ambiguous-message"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """One broken rule of one form field; `path` is `items[2].qty` for sub-table columns."""

    path: str
    rule: str
    text: Text


class InvalidForm(CommandRejected):
    """Submitted data broke form rules; `fields` names each field and rule."""

    kind = "invalid-form"

    def __init__(self, fields: tuple[FieldError, ...]) -> None:
        first = fields[0].text if fields else Text(zh="表单无效", en="The form is not valid")
        super().__init__(first.zh, first.en)
        self.fields = fields


class InvalidCommand(CommandRejected):
    """The request itself is malformed: wrong type, unknown name, out of range."""

    kind = "invalid-command"


class Family(StrEnum):
    """What a validation rule is about: a draft may break all but the structure."""

    STRUCTURE = "structure"  # the standard, or what no execution can do without
    HOUSE = "house"  # our own demands: forms, roles, clauses
    SOUNDNESS = "soundness"  # every case can finish, every step can happen
    STYLE = "style"  # how people read it


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One breach of one validation rule, with the place and what to do about it."""

    rule: str
    severity: str  # "error" refuses deployment, "warning" does not
    family: Family = Family.STRUCTURE
    text: Text
    element_id: str | None = None
    line: int | None = None
    file: str | None = None
    fix: Text | None = field(default=None)
    path: tuple[str, ...] = ()
    """A counter-example of soundness: the element and flow ids that a case passes until then."""


class DeploymentRefused(CommandRejected):
    """A file set was refused at deployment; nothing of it was stored."""

    kind = "deployment-refused"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        errors = [f for f in findings if f.severity == "error"]
        first = (errors or list(findings))[0]
        more = len(errors) - 1
        zh = first.text.zh + (f"（另有 {more} 处错误）" if more > 0 else "")
        en = first.text.en + (f" (and {more} more errors)" if more > 0 else "")
        super().__init__(zh, en)
        self.findings = findings


class ConcurrencyConflict(GuichengError):
    """Somebody else changed the instance first; the dispatcher reloads and retries."""


class IntegrityViolation(GuichengError):
    """Stored history does not match its chain or cannot be read: damage or tampering."""


class LimitExceeded(GuichengError):
    """A bound of size, depth, steps or time was reached; names the bound."""


class NoWitness(GuichengError):
    """The second interpreter is known to be wrong here, or cannot go on: it says nothing."""
