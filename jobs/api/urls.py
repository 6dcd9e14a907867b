from django.urls import re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.routers import DefaultRouter

from jobs.api import glossaries, memory, status, views

app_name = "api"


class EitherSlashRouter(DefaultRouter):
    """Answers at every path with and without a slash at its end; links have none."""

    include_format_suffixes = False

    def __init__(self) -> None:
        super().__init__()
        self.trailing_slash = "/?"


router = EitherSlashRouter()
# First, because paths are tried in turn and this one is asked for most.
router.register("status", status.StatusViewSet, basename="status")
router.register("translate", views.TranslateViewSet, basename="translate")
router.register("upload", views.UploadViewSet, basename="upload")
router.register("download", views.DownloadViewSet, basename="download")
router.register("jobs", views.JobViewSet, basename="jobs")
router.register("glossaries", glossaries.GlossaryViewSet, basename="glossaries")
router.register(r"glossaries/(?P<glossary_id>[^/]+)/terms", glossaries.TermViewSet, basename="terms")
router.register("memory", memory.MemoryViewSet, basename="memory")
router.register("languages", views.LanguagesViewSet, basename="languages")
router.register("engines", views.EnginesViewSet, basename="engines")
router.register("formats", views.FormatsViewSet, basename="formats")

urlpatterns = [
    re_path(r"^memory/?$", memory.MemoryViewSet.as_view({"get": "list", "delete": "clear"}), name="memory-list"),
    *router.urls,
    re_path(r"^schema/?$", SpectacularAPIView.as_view(), name="schema"),
    re_path(r"^docs/?$", SpectacularSwaggerView.as_view(url_name="api:schema", http_method_names=["get"]), name="docs"),
    re_path(r"^(?:status|download)(?:/|$)", views.UnknownPath.as_view(detail="Job not found")),
    re_path("", views.UnknownPath.as_view()),
]
