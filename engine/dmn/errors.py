"""The error of decisions: what could not be compiled or decided, and where."""

from __future__ import annotations

from engine.errors import Finding, GuichengError


class DmnError(GuichengError):
    """A decision has no result, or its model is not valid.

    `rule_ids` are the rules concerned; `findings` all breaches of a model that was refused.
    """

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        rule_ids: tuple[str, ...] = (),
        findings: tuple[Finding, ...] = (),
    ) -> None:
        super().__init__(zh, en)
        self.rule_ids = rule_ids
        self.findings = findings
