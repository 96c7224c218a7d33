"""What lights, in which order, for how long, and what that costs."""
