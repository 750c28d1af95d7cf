"""Lists brought in and taken out: understood, checked by row, and written all together or not at all."""
