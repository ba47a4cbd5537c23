"""The schema's history: `versions/NNNN_name.py`, revision `NNNN`, one after the other."""
