"""What everybody may know of joint procurements, in the Open Contracting Data Standard (1.1.5).

It is made of what is public alone, whoever asks: nothing private can get into it.
"""
