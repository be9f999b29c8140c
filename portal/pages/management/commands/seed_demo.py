"""Make the demo world."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.pages.demo.world import seed_demo


class Command(BaseCommand):
    """`seed_demo`: repeatable; a world that is there stays as people left it."""

    help = "Fill the portal with sample people, comments and forums (demo mode only)."

    def handle(self, *, verbosity: int, **options: object) -> None:
        """Build it and say what was made. Raises CommandError outside of demo mode."""
        if not settings.DEMO_MODE:
            raise CommandError("The demo world belongs to demo mode only (DEMO_MODE=true).")
        world = seed_demo()
        if not verbosity:
            return
        if world is None:
            self.stdout.write("The demo world is there already.")
        else:
            self.stdout.write(f"Made {len(world.people)} sample people, {world.comments} comments, {world.forums} forums.")
