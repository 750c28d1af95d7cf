"""Sayım and the year-end account: what stands on the books against what stands in the rooms."""
