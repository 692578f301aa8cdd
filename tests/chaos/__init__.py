"""Faults on purpose, by seed: a life is cut off at every point at which it can be, and must end whole all the same.

``make chaos`` runs everything and prints seeds and counts; ``tests/test_crash_points.py`` and ``tests/engine`` run a part.
"""
