"""A fork server with Prefect and our flows loaded: each execution is a process of its own at a fraction of the cost.

The stock process worker starts ``errand.py`` for an execution, as it would start ``python -m prefect.engine``. The
errand asks the fork server for a child and stands for it: it passes on signals, and its end is the child's end.
"""
