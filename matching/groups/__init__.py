"""Buyers groups: who may buy together under rules, proved rule by rule and found exactly.

Which needs fit each other is judged in `partners`; here the fits are given as numbers.
"""
