"""What the buyer says of a closed finding: its guest confirms it, or sends it back."""
