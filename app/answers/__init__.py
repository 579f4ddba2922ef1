"""What was recorded for an item in a zone: append-only revisions with two times."""
