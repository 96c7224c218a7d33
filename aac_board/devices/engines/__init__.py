"""Voices: each one an engine that turns text into sound, behind one small contract. None of them plays anything."""
