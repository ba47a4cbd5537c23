"""The token interpreter: the pure, default implementation of the Interpreter port."""
