"""The addresses of every page that shows the actual."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
