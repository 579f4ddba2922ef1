"""The scoring engine: a pack and facts in, an evaluation out; pure, exact, and data all through."""
