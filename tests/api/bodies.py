"""A body for each route that takes one, by the last part of its address."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import PASSWORD

BODIES: dict[str, Any] = {
    "start": {"variables": {"reason": "x"}},
    "complete": {"data": {"decision": "yes"}},
    "activate": {"element_id": "x"},
    "terminate": {"reason": "x"},
    "transfer": {"to": "warehouse-keeper", "reason": "x"},
    "urge": {"reason": "x"},
    "copy": {"to": ["warehouse-keeper"]},
    "bulk": {"action": "claim", "items": [{"id": "nothere-1"}]},
    "retry": {"variables": {}, "reason": "x"},
    "messages": {"name": "m", "correlation_key": "k", "time_to_live": "PT1M"},
    "signals": {"name": "fire"},
    "draft": {"data": {}, "version": 0},
    "password": {"old": PASSWORD, "new": PASSWORD},
    "tokens": {"name": "x", "scopes": ["read"]},
    "error": {"code": "BROKEN"},
    "escalation": {"code": "LATE"},
    "comments": {"text": "x"},
    "changes": {"entries": {}, "dry_run": True},
    "import": {"name": "o.yaml", "content": "x", "dry_run": True},
    "lift": {"reason": "x"},
    "leave": {"login": "cashier", "successor": "cashier"},
    "prediction": {"data": {"reason": "x"}},
    "filters": {"name": "x", "worklist": {}},
    "{filter}": {"name": "x", "worklist": {}, "shared_with": ["role:sales-manager"]},
    "session": {"login": "x", "password": "x"},
    "substitutions": {"substitute": "hr-admin", "ends_at": "2026-12-01T00:00:00Z"},
    "end": {"reason": "x"},
    "disposal": {"reason": "x"},
    "read": {},
    "preferences": {},
    "review": {"clause": "X-1"},
    **{name: {"reason": "x"} for name in ("return", "suspend")},
    **{name: {} for name in ("take-back", "withdraw", "resume")},
    "jump": {"tokens": [1], "to": "x", "reason": "x"},
    "revive": {"to": "x", "reason": "x"},
    "variables": {"variables": {"x": 1}, "reason": "x"},
    "approvers": {"element_id": "x", "people": [], "reason": "x"},
    "late-review": {"element_id": "x", "to": "cashier", "reason": "x"},
    "signers": {"to": ["hr-admin"], "place": "before", "reason": "x"},
    "remove": {"who": "hr-admin", "reason": "x"},
    "delegate": {"to": "hr-admin", "reason": "x"},
    "opinion": {"opinion": "x"},
    "appoint": {"to": "hr-admin", "reason": "x"},
    "phrases": {"items": ["同意"]},
}
