"""How files are worked off: from a path to a report, in processes that may die without harm to the others."""
