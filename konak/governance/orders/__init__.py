"""Tasks a superior gives outside the numbered duties, closed with evidence."""
