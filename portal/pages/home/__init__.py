"""The home page: what this is, where the tasks stand, what citizens got answered, who took part. It reads, in bounded queries.

Whatever counts all comments, votes or answers is counted once an hour (`participation`); the rest are a few rows each, found by
an index.
"""
