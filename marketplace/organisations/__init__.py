"""Cities, vendors and the programme: who they are, who acts for them, who vouches for them."""
