"""Joint procurements."""
