"""Rule sets: what programmes and the law ask of a buyers group, dated and with their source."""
