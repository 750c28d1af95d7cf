"""Registered electronic mail (KEP) by ETSI TS 102 640 and EN 319 532: signed mail over SMTP and IMAP, and evidence.

Written from the standards. It was tried against a provider of our own that speaks them, never against a Turkish KEP
operator: what an operator does differently is not known here.
"""
