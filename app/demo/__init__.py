"""A supplier with three sites, two buyers and three years of rounds, made by the product's verbs."""
