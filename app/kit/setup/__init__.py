"""Builds, once, what a checkout needs and does not carry: the fonts and the front end."""
