"""What is done about a finding, and the proof by another person that it holds."""
