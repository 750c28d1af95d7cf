"""What belongs together: raw names and products, versions and their order, licences and installations. Pure."""

from .balance import Balance, Demand, Pool, balance
from .rules import Pattern, Rulebook, fold_name
from .versions import at_least, key_of, major

__all__ = ["Balance", "Demand", "Pattern", "Pool", "Rulebook", "at_least", "balance", "fold_name", "key_of", "major"]
