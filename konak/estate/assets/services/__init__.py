"""Every way the register, the ledger and custody change."""
