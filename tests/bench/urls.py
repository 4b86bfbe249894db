"""The project's addresses, and below /bench/ the baselines that they are held against."""

from django.urls import include, path

from lianyungang.urls import handler400, handler404, handler500
from lianyungang.urls import urlpatterns as project_urls
from tests.bench import baselines

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bench/", include(baselines.urls)),
    *project_urls,
]
