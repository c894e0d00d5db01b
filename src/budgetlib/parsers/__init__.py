"""Parsers: Document to tables. They know Chinese fiscal reports and no file format."""
