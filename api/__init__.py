"""The HTTP API, thin over the engine."""
