"""What leaves the house by word or paper: information given out by a named seat, and requests for log extracts."""
