"""What happened, for those who doubt it: chain, replay, trace, evidence."""
