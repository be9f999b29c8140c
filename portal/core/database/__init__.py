"""How long anybody waits for the database, and what happens while it is away."""
