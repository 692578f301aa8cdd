"""How long a team drives from door to door, behind one interface: an estimate, or a table of the office's own."""

from casework.rounds.travel.great_circle import GreatCircle, great_circle_metres
from casework.rounds.travel.matrix import TravelTable, travel_table
from casework.rounds.travel.places import OFFICE, Place, TravelTimes

__all__ = ["OFFICE", "GreatCircle", "Place", "TravelTable", "TravelTimes", "great_circle_metres", "travel_table"]
