"""Telling people: on the screen, by mail, by text message; at once or in a digest, never at night."""
