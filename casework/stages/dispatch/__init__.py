"""Dispatch: a day's rounds from their plan to the teams that leave in the morning."""
