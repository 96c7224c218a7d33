"""Ears and mouth: sound, voices, and switches heard outside our window. No widgets."""
