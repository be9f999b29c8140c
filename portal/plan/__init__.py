"""The plan: strategies, tasks, facts and their sources, departments, figures and budgets, and the public history of all of it.

`load_plan` reads a plan file and keeps what staff edited since. It locks the rows of the plan kind by kind, lowest key first,
and no row of another package. Whatever changes a task in public writes one row of history, and one audit event, in the same
transaction (`services.changes.note`). Budget lines are exact won; what no source states stays empty.
"""
