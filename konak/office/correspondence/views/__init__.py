"""The doors for people: what came, what is written, the registers behind them."""
