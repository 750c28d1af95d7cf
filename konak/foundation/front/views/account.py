"""The forgotten password: an account of the municipality is opened again by a person, not by a letter."""

from django.http import HttpResponse
from django.shortcuts import render

from konak.foundation.web.http import Request


def forgotten(request: Request) -> HttpResponse:
    return render(request, "front/account/forgotten.html")
