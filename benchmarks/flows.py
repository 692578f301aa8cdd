"""The flows whose executions are measured."""

from prefect import flow


@flow(name="measured")
def measured() -> None:
    """Nothing: what is measured is everything around it."""
