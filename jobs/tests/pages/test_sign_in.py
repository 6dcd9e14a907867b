import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db
PASSWORD = "quiet-ferry-42"


@pytest.fixture
def reader() -> User:
    """Create a user who is not staff."""
    return User.objects.create_user("reader", password=PASSWORD)


def test_who_has_an_account_signs_in_and_out_again(client: Client, reader: User) -> None:
    assert "Sign in" in client.get("/").content.decode()

    response = client.post("/login", {"username": "reader", "password": PASSWORD, "next": ""})
    assert (response.status_code, response["Location"]) == (302, "/")
    page = client.get("/").content.decode()
    assert "Sign out" in page
    assert "memory" in page

    assert client.post("/logout")["Location"] == "/"
    assert "Sign out" not in client.get("/").content.decode()


def test_its_labels_have_no_colon_as_on_the_other_pages(client: Client) -> None:
    page = client.get("/login").content.decode()
    assert ">Username</label>" in page
    assert ">Password</label>" in page


def test_a_wrong_password_is_refused_and_signs_nobody_in(client: Client, reader: User) -> None:
    response = client.post("/login", {"username": "reader", "password": "guessed", "next": ""})
    assert response.status_code == 200
    assert "correct username and password" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_in_leads_to_no_other_site(client: Client, reader: User) -> None:
    response = client.post("/login", {"username": "reader", "password": PASSWORD, "next": "https://example.org/"})
    assert response["Location"] == "/"
