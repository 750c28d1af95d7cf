"""Every read of this app; each public one starts from a reach."""
