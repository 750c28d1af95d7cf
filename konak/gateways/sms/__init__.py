"""Text messages through a NetGSM-shaped REST interface (v2). Without credentials the way is off and says so."""
