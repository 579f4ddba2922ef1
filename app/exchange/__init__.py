"""What crosses the border: the calendar feed."""
