"""People and the tokens of their programs; how they sign in is the surfaces' business."""
