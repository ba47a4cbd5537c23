"""Handlers: load -> decide -> advance -> append -> commit, over the ports."""
