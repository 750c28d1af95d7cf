"""Screens of movables."""
