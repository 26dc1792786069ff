"""The record of who did what, for the staff who may read it. It is written in foundation."""
