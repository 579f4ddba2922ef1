"""Settings, database, clock, ids: what could move to another product unchanged."""
