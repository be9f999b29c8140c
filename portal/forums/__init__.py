"""Forums: announcement, seats, waiting list and invitations."""
