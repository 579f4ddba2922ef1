"""Exact numbers, conditions and formulas, and what instruments say; knows no programme."""
