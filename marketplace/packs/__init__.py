"""Papers of a joint procurement, drawn up from its fields: letters, agreements, notices.

Every line says which field it comes from, and what nobody has filled in yet is marked as a gap.
Nothing is kept here: a paper is drawn up anew each time somebody asks for it.
"""
