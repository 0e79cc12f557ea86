"""Hypothesis settings of the pure rules: the same examples in every run, few enough to stay quick."""

from hypothesis import settings

settings.register_profile("drumbeat", derandomize=True, max_examples=60, deadline=None, database=None)
settings.load_profile("drumbeat")
