"""BPMN and DMN files -> definitions: hardened parsing and a whitelist of what is understood."""

from engine.bpmn.reader.read import Reading, digest_of, inspect_bpmn, read_bpmn

__all__ = ["Reading", "digest_of", "inspect_bpmn", "read_bpmn"]
