"""The command line `guicheng`, thin over the engine."""
