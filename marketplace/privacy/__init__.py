"""What is kept about a person: shown to them as a whole, and taken away when they leave.

Both read the marks of the tables (`foundation.personal`), so that they know of every feature
without naming any. An organisation is closed here too, since somebody may be its last person.
"""
