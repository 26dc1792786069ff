"""People are told: mail is queued with the change it tells of and leaves afterwards."""
