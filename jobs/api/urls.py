from django.urls import re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.routers import DefaultRouter

from jobs.api.base.errors import JobNotFound
from jobs.api.base.views import UnknownPath
from jobs.api.catalogue import EnginesViewSet, FormatsViewSet, LanguagesViewSet
from jobs.api.download import DownloadViewSet
from jobs.api.glossaries import GlossaryViewSet, TermViewSet
from jobs.api.jobs import JobViewSet
from jobs.api.memory import MemoryViewSet
from jobs.api.status import StatusViewSet
from jobs.api.translate import TranslateViewSet
from jobs.api.uploads import UploadViewSet

app_name = "api"


class EitherSlashRouter(DefaultRouter):
    """Answer each path with and without a trailing slash. Links have none."""

    include_format_suffixes = False

    def __init__(self) -> None:
        super().__init__()
        self.trailing_slash = "/?"


router = EitherSlashRouter()
# Registered first: Django tries the paths in this order, and most requests ask for a status.
router.register("status", StatusViewSet, basename="status")
router.register("translate", TranslateViewSet, basename="translate")
router.register("upload", UploadViewSet, basename="upload")
router.register("download", DownloadViewSet, basename="download")
router.register("jobs", JobViewSet, basename="jobs")
router.register("glossaries", GlossaryViewSet, basename="glossaries")
router.register(r"glossaries/(?P<glossary_id>[^/]+)/terms", TermViewSet, basename="terms")
router.register("memory", MemoryViewSet, basename="memory")
router.register("languages", LanguagesViewSet, basename="languages")
router.register("engines", EnginesViewSet, basename="engines")
router.register("formats", FormatsViewSet, basename="formats")

urlpatterns = [
    re_path(r"^memory/?$", MemoryViewSet.as_view({"get": "list", "delete": "clear"}), name="memory-list"),
    *router.urls,
    re_path(r"^schema/?$", SpectacularAPIView.as_view(), name="schema"),
    re_path(r"^docs/?$", SpectacularSwaggerView.as_view(url_name="api:schema", http_method_names=["get"]), name="docs"),
    re_path(r"^(?:status|download)(?:/|$)", UnknownPath.as_view(detail=JobNotFound.default_detail)),
    re_path("", UnknownPath.as_view()),
]
