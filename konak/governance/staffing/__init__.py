"""Who sits where: appointments, delegations, incompatible roles, job descriptions, hand-over."""
