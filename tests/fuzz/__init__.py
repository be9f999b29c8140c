"""Requests that nobody means well with, over every form and every parameter, in every role. `make fuzz` sends 20,000 of them.

Which addresses there are is read from the URL configuration, which forms and parameters from the pages themselves. The n-th
request of a seed is always the same, whatever was sent before, so that `make fuzz SEED=… ONLY=n` shows it again.
"""
