"""The words everybody shares: themes, technologies, standards, regions, languages, funding."""
