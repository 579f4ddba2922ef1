"""What was found wrong, how grave, who owns it, and until when."""
