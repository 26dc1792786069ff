"""One shape per thing, used by JSON, forms, files and exports alike."""
