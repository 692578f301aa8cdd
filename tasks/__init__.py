"""The steps that Prefect runs: thin, retried where weather may strike, safe to repeat."""
