"""The blocks that random processes are made of: each knows how it is drawn and what it means."""
