"""The public pages of the answers, and the officers' desk."""
