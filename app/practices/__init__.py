"""What a site does so well that others should do it too."""
