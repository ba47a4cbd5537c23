"""Clauses of written procedures, from a table."""

from __future__ import annotations

from engine.core.clause import read_clauses
from engine.shipped import shipped_clauses

TABLE = """"id","procedure","kind","text","figure","source"
"SEAL-01","seal-use","approval","用印须经批准,
并登记","1 天","制度 › 用印"
"""


def test_clause_is_read_with_a_line_break_in_its_text() -> None:
    clauses = read_clauses(TABLE)

    assert list(clauses) == ["SEAL-01"]
    assert clauses["SEAL-01"].text == "用印须经批准,\n并登记"
    assert clauses["SEAL-01"].figure == "1 天"


def test_shipped_clauses_have_an_id_a_text_and_a_source() -> None:
    clauses = shipped_clauses()

    assert len(clauses) > 500
    assert all(clause.id and clause.text and clause.source for clause in clauses.values())
