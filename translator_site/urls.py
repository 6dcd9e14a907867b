"""The URLs of the API, the admin and the pages."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("jobs.api.urls")),
    path("admin/", admin.site.urls),
    path("", include("jobs.pages.urls")),
]
