"""Sixty texts that run in a page which takes any of them for more than a text."""

from __future__ import annotations

from itertools import product
from typing import Final

CALL: Final = "window.ran=1"
_WRAPS: Final = (
    "{}",
    '"><b>{}',
    "'>{}",
    "</textarea>{}",
    "</script>{}",
    "{{{{constructor.constructor('{}')()}}}}",
)
_CORES: Final = (
    f"<script>{CALL}</script>",
    f"<img src=x onerror={CALL}>",
    f"<svg onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<iframe srcdoc='<script>parent.{CALL}</script>'></iframe>",
    f"<details open ontoggle={CALL}>",
    f"<input autofocus onfocus={CALL}>",
    f"<video><source onerror={CALL}></video>",
    f"<math href=javascript:{CALL}>x</math>",
    f"[x](javascript:{CALL}) <a href=javascript:{CALL}>x</a> ${{{CALL}}} = {CALL}",
)
PAYLOADS: Final = [wrap.format(core) for wrap, core in product(_WRAPS, _CORES)]
TYPESET: Final = (
    '#panic() #eval("1+1") $x^2$ *bold* _slanted_ @cite <label> = heading',
    '#read("/etc/passwd") #include "main" #import "data.json" `raw` \\ // comment /* more */',
)
"""What a typesetter would take for markup."""
