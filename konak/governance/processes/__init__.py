"""Services, and the process behind each duty with its risks and controls."""
