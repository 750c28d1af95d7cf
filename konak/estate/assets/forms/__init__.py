"""What people fill in about movables."""
