"""How a group judges the offers it got, and what came of its joint procurement.

Offers are received elsewhere, where the law of e-tendering holds: here stand the names of those
who made one, what evaluators say of each, the outcome, and what everybody is told of it.
"""
