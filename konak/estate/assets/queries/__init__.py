"""Finding things, receipts, stock, custody: every list starts from the reach of who asks."""
