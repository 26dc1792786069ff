"""From candidates to an explained order: filters, signals, fusion, scoring, diversity."""
