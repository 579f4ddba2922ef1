"""The working pages of those who track findings: board, table, tasks, and their figures."""
