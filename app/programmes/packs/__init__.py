"""Packs from YAML: what may be written, how it is checked, and how it becomes a frozen Pack."""
