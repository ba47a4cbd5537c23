"""People, positions, departments and groups, and who they say they are."""
