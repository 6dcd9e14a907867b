from functools import partial

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from jobs.pages import views

app_name = "pages"

# The page shows labels without a colon.
sign_in = LoginView.as_view(
    template_name="jobs/login.html",
    authentication_form=partial(AuthenticationForm, label_suffix=""),
    redirect_authenticated_user=True,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("login", sign_in, name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("sample", views.sample, name="sample"),
    path("jobs/<uuid:job_id>", views.job, name="job"),
    path("jobs/<uuid:job_id>/corrections", views.corrections, name="corrections"),
    path("jobs/<uuid:job_id>/cancel", views.cancel, name="cancel"),
    path("jobs/<uuid:job_id>/retry", views.retry, name="retry"),
    path("jobs/<uuid:job_id>/delete", views.delete, name="delete"),
]
