"""One's own page: the account, the seats, the way to the password."""

from django.http import HttpResponse
from django.shortcuts import render

from konak.foundation.people.queries import career_of
from konak.foundation.web.http import Request


def me(request: Request) -> HttpResponse:
    return render(
        request,
        "front/me.html",
        {"seats": list(career_of(request.actor.user_id or 0)), "ends": request.session.get_expiry_date()},
    )
