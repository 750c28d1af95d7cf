"""Recognising a source in print: by its number, by its name however it is inflected or spelled, by its subject."""

from .names import Known, Match, articles_in, match, subjects

__all__ = ["Known", "Match", "articles_in", "match", "subjects"]
