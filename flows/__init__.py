"""The story: one file per stage of a case's life, and the few flows that keep the office running."""
