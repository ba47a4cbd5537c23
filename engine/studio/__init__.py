"""The owners' studio: drafts of processes, their check, review, publication, earlier versions."""
