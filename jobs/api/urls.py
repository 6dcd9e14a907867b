from django.urls import re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.routers import DefaultRouter

from jobs.api import views

app_name = "api"


class EitherSlashRouter(DefaultRouter):
    """Answers at every path with and without a slash at its end; links have none."""

    include_format_suffixes = False

    def __init__(self) -> None:
        super().__init__()
        self.trailing_slash = "/?"


router = EitherSlashRouter()
router.register("translate", views.TranslateViewSet, basename="translate")
router.register("upload", views.UploadViewSet, basename="upload")
router.register("status", views.StatusViewSet, basename="status")
router.register("download", views.DownloadViewSet, basename="download")
router.register("jobs", views.JobViewSet, basename="jobs")
router.register("languages", views.LanguagesViewSet, basename="languages")
router.register("engines", views.EnginesViewSet, basename="engines")
router.register("formats", views.FormatsViewSet, basename="formats")

urlpatterns = [
    *router.urls,
    re_path(r"^schema/?$", SpectacularAPIView.as_view(), name="schema"),
    re_path(r"^docs/?$", SpectacularSwaggerView.as_view(url_name="api:schema"), name="docs"),
    re_path(r"^(?:status|download)(?:/|$)", views.UnknownPath.as_view(detail="Job not found")),
    re_path("", views.UnknownPath.as_view()),
]
