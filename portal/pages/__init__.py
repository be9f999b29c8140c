"""The pages where packages meet: home, task page, my page, about, components; and the demo world. They read and never write, but
for the share cards that a worker paints and the words that the search learns."""
