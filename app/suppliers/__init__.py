"""The supplier, its sites with their traits, and the zones of a site."""
