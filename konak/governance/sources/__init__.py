"""Laws, regulations and circulars the municipality works by, and what changes in them."""
