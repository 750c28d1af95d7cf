"""What the lists of this app share."""

PER_PAGE = 50
