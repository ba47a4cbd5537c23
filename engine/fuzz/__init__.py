"""Random processes whose result is known beforehand, run on the engine and compared with it."""
