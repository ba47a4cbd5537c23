"""Decision tables and literal expressions, evaluated with our FEEL."""
