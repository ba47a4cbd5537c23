"""The shapes of requests and answers; pydantic lives only here and in settings."""
