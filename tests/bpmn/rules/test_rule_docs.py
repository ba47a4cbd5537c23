"""The reference page of the rules is the one that the code generates, and names only real rules."""

from __future__ import annotations

import re

from engine.bpmn.rules import all_rules
from tools.rule_docs import BPMNLINT, TARGET, page

OF_THE_READER = {"no-diagram", "not-drawn", "event-position", "overlapping"}


def test_reference_page_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == page(), "run python -m tools.rule_docs"


def test_rules_that_stand_for_those_of_others_exist() -> None:
    named = {one for here in BPMNLINT.values() for one in re.findall(r"`([a-z-]+)`", here)}

    assert named <= {rule.id for rule in all_rules()} | OF_THE_READER


def test_every_rule_says_two_sentences_and_two_fixes() -> None:
    for rule in all_rules():
        assert len({rule.zh, rule.en, rule.fix_zh, rule.fix_en}) >= 3, rule.id
        assert rule.severity in ("error", "warning")
