"""`make chaos`: what happens to people's writes while parts of the portal are killed, frozen, full or cut off."""
