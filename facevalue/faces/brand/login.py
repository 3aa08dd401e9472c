"""How people get in."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse

from facevalue.faces.brand import attempts


class LoginForm(AuthenticationForm):
    """E-mail address and password. Whatever is wrong with them, the answer is the same."""

    username = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    error_messages = {
        "invalid_login": "The e-mail address or the password is wrong.",
        "inactive": "The e-mail address or the password is wrong.",
        "throttled": "That was too often. Wait a quarter of an hour and try again.",
    }

    def clean(self) -> dict[str, Any]:
        """Guesses are counted before the password is looked at."""
        assert self.request is not None
        email, place = self.cleaned_data.get("username"), self.request.META.get("REMOTE_ADDR", "")
        if email and not attempts.allow(email, place):
            raise ValidationError(self.error_messages["throttled"], code="throttled")
        cleaned = super().clean()
        if email and self.get_user() is not None:
            attempts.forgive(email, place)
        return cleaned


class Login(LoginView):
    """Lets people in, unless somebody seems to guess."""

    template_name = "brand/login.html"
    form_class = LoginForm
    next_page = "brand:landing"
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The form again, with 429 for those who tried too often."""
        response = super().form_invalid(form)
        if form.has_error(NON_FIELD_ERRORS, "throttled"):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response["Retry-After"] = str(attempts.WINDOW_SECONDS)
        return response
