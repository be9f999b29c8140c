"""The documented start for real, word for word, on a fresh Debian 12: `make rehearsal`, as root, with debootstrap."""
