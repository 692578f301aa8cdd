"""The case sheet: everything about one case on one read-only page, on loopback, and every look at it on the ledger."""
