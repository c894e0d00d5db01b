"""What the library asks of the machine: limits of time and memory, packages of extras, tidying up after the killed."""
