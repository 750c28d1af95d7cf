"""Units in time: the chart, its reorganisation, groups and established posts."""
