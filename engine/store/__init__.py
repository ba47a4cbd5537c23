"""The log, the projections and the jobs in a database, and their in-memory twin."""
