"""Duties in time: periods that open by cadence, climbing when late, confirmed upwards."""
