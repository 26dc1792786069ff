"""The one door to the matching engine: who can supply a need, who shares it, and why."""
