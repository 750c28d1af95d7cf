"""Screens of the logs, a module a noun."""
