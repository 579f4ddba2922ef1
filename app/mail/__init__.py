"""What goes out to persons: the outbox, how each wants to be told, and the one sender."""
