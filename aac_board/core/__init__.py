"""The mind: boards, presses, scanning, words, talk. No Qt, no files, no threads, no clock, no network."""
