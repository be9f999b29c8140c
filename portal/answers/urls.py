"""Addresses of the answers package."""

from django.urls import path

from portal.answers.views import answering, desk, reading, replying, texts

app_name = "answers"
urlpatterns = [
    path("answers/", reading.request_list, name="request_list"),
    path("answers/rows.csv", reading.rows_file, name="rows_file"),
    path("answers/<int:pk>/", reading.request_detail, name="request_detail"),
    path("comments/<int:pk>/reply/official/", replying.reply_officially, name="reply_officially"),
    path("answers/desk/", desk.desk, name="desk"),
    path("answers/desk/tasks/", desk.desk_tasks, name="desk_tasks"),
    path("answers/desk/<int:pk>/", desk.desk_detail, name="desk_detail"),
    path("answers/desk/<int:pk>/review/", desk.start_review, name="start_review"),
    path("answers/desk/<int:pk>/hand-over/", desk.hand_over, name="hand_over"),
    path("answers/desk/<int:pk>/notes/", desk.add_note, name="add_note"),
    path("answers/desk/<int:pk>/answer/", answering.answer, name="answer"),
    path("answers/desk/comments/<int:pk>/take-up/", desk.take_up, name="take_up"),
    path("answers/desk/commitments/<int:pk>/", answering.decide, name="decide"),
    path("answers/desk/texts/", texts.template_list, name="template_list"),
    path("answers/desk/texts/<int:pk>/", texts.template_form, name="template_form"),
    path("answers/desk/texts/<int:pk>/delete/", texts.delete_template, name="delete_template"),
]
