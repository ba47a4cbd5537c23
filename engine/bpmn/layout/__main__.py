"""`python -m engine.bpmn.layout FILE...` lays out the files in place."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.bpmn.layout import layout
from engine.errors import DeploymentRefused


def main(arguments: list[str]) -> int:
    """Exit code 1 when a file could not be drawn; that file is left as it was."""
    failed = False
    for name in arguments:
        path = Path(name)
        try:
            path.write_bytes(layout(path.read_bytes(), file=name))
        except DeploymentRefused as refused:
            failed = True
            for finding in refused.findings:
                sys.stderr.write(f"{name}:{finding.line or 1}: {finding.rule}: {finding.text}\n")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
