"""Taking lines in, looking for them with a purpose, and handing them out with their proof."""
