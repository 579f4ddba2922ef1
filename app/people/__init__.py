"""Persons, their roles per site, and what each role may do."""
