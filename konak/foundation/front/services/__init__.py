"""What administrators and owners do to accounts: each change with its reason and its line in the trail."""
