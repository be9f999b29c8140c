"""The answer loop: which comments are owed an answer, by whom, by when, what was promised, and whether it was kept.

A job looks every minute for shown comments with enough agreement, since the discussion below knows nothing of answers; an
officer may take one up by hand. `due_on` is set then and never again: no service changes it, and triggers of PostgreSQL refuse
it, as they refuse to change a step or a promise. A request that was handed over after it was due counts for the department that
had it on that day (`rates`). An answer is an official reply. Where the reply is withdrawn or hidden, the clock runs on as if
there were none, and the department may answer anew. `AnswerRequest.objects.shown()` goes by the comment: where the comment is
not shown, the request is on no page, in no count and in no mail. Pages show the clock beside the comments that they show.
"""
