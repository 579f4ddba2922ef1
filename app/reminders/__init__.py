"""Driven by time: what is due soon, what is late and for whom, the weekly digest."""
