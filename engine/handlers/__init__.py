"""One function per command: load, decide, advance, append, commit."""
