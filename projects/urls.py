"""The addresses of every page that shows the plan only."""

from django.urls import path

from projects.views import accounts, log, schedule

urlpatterns = [
    path("accounts/login/", accounts.SignIn.as_view(), name="login"),
    path("accounts/logout/", accounts.SignOut.as_view(), name="logout"),
    path("accounts/password_change/", accounts.ChoosePassword.as_view(), name="password_change"),
    path("log/", log.log, name="log"),
    path("log/log.xlsx", log.log_workbook, name="log_workbook"),
    path("<int:year>/schedule.xlsx", schedule.schedule, name="schedule_workbook"),
]
