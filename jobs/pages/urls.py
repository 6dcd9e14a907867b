from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from jobs.pages import views

app_name = "pages"

urlpatterns = [
    path("", views.home, name="home"),
    path("login", LoginView.as_view(template_name="jobs/login.html", redirect_authenticated_user=True), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("sample", views.sample, name="sample"),
    path("jobs/<uuid:job_id>", views.job, name="job"),
    path("jobs/<uuid:job_id>/corrections", views.corrections, name="corrections"),
    path("jobs/<uuid:job_id>/cancel", views.cancel, name="cancel"),
    path("jobs/<uuid:job_id>/retry", views.retry, name="retry"),
    path("jobs/<uuid:job_id>/delete", views.delete, name="delete"),
]
