"""Buyers and their schemes as data, and the pure engine that scores answers under them."""
