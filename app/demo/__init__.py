"""A supplier with three sites and three years of rounds, made by the product's own verbs."""
