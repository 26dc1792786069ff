"""What the cities of a joint procurement need and can pay together, and what each commits.

How the procurement itself stands, who takes part and which lots there are is said below; what
documents say of it, and the award, above.
"""
