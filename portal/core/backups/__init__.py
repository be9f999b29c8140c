"""Backups: the database and the uploaded files as they were at one moment, and the way back.

A backup is three files in `BACKUP_DIR` that share a name: a dump of PostgreSQL, a tar of the uploads, and a manifest that says
what is in them. The manifest comes last, so a backup without one was never finished. Beside them lies the ledger of erasures.
"""
