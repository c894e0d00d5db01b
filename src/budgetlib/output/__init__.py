"""What leaves the library: rows in formats of files, written whole or not at all, and what people see on a screen."""
