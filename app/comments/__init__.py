"""What people say to each other on a finding or an action, with files; who is mentioned."""
