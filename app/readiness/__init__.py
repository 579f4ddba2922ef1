"""What a programme says of a site on a date, and how that moved over the years."""
