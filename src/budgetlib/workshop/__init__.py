"""What the notebooks in ``notebooks/workshop`` need: is the environment ready, is an answer right, how many are.

``environment(file)`` in the first cell, ``check("1.1", answer)`` under each question, ``score("1")`` at the end.
"""

from budgetlib.workshop.answers import check, score, seal
from budgetlib.workshop.readiness import NotReady, environment

__all__ = ["NotReady", "check", "environment", "score", "seal"]
