"""A neighbour's no."""


class Refusal(Exception):
    """A neighbour's no, with its code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
