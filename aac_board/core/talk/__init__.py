"""What is to be said, and how."""
