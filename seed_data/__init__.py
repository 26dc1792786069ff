"""The demonstration data: real cities, challenges and solutions as reviewed files.

Here live the files and where to find them. Reading them into the database is the work of
the import operations, which treat them like any other person's input.
"""

from pathlib import Path

FOLDER: Path = Path(__file__).resolve().parent
PROGRAMME_KEY = "programme-icc-demo"
"""The key of the programme team of the demonstration."""
