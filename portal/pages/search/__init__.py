"""Searching the whole portal: tasks, official answers, updates, forums and comments, and only what everybody may read."""
