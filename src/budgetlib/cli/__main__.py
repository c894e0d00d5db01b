"""``python -m budgetlib.cli``."""

from budgetlib.cli import main

main()
