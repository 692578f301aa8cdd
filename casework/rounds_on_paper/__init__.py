"""A day's rounds as something to look at or to take along: a map, a sheet for each team, a calendar."""
