"""Official correspondence: what comes, what is written, paraphed, signed and sent (CB Kararı 2646)."""
