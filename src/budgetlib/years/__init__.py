"""One office through the years: its names, its items, and figures of several reports set beside each other."""
