"""Measures what we promise: sheet, answers, reports."""
