"""What cities need: statements, requirements, constraints, review, questions and answers."""
