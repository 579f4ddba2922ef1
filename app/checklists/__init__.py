"""The checklist: read from YAML, checked, published as immutable editions, browsed."""
