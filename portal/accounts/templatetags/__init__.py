"""Template tags of the accounts package."""
