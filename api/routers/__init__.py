"""The routes, by noun; each hands over to the dispatcher or to a reading."""
