"""BPMN and DMN files -> definitions: hardened parsing and a whitelist of what is understood."""

from engine.bpmn.reader.draft import Draft, import_draft, save
from engine.bpmn.reader.read import Reading, digest_of, inspect_bpmn, read_bpmn

__all__ = [
    "Draft",
    "Reading",
    "digest_of",
    "import_draft",
    "inspect_bpmn",
    "read_bpmn",
    "save",
]
