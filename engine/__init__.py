"""Guicheng 规程: run written procedures as BPMN 2.0."""
