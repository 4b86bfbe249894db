"""All addresses."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from lianyungang import views

handler400 = "lianyungang.views.bad_request"
handler404 = "lianyungang.views.not_found"
handler500 = "lianyungang.views.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("security/", views.security, name="security"),
    path("admin/login/", views.admin_sign_in),
    path("admin/", admin.site.urls),
    path("", include("progress.urls")),
    path("", include("projects.urls")),
]
if settings.DEMO:
    urlpatterns += [
        path("demo/day/", views.demo_day, name="demo_day"),
        path("demo/role/", views.demo_role, name="demo_role"),
    ]
