"""The addresses of every page that shows the actual."""

from django.urls import path

from progress.views import desk, task, tasks, units, year

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("<int:year>/", year.year_detail, name="year_detail"),
    path("<int:year>/tasks/", tasks.task_list, name="task_list"),
    path("<int:year>/tasks.xlsx", tasks.task_list_workbook, name="task_list_workbook"),
    path("<int:year>/tasks/<int:number>/", task.task_detail, name="task_detail"),
    path("units/<slug:code>/", units.unit_detail, name="unit_detail"),
]
