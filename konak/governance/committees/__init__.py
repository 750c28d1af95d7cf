"""Committees: members, meetings, agenda, minutes, and decisions followed up."""
