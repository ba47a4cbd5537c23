"""The witness: SpiffWorkflow behind the Interpreter port, re-executing what the kernel decided."""
