"""Boards, the buttons on them and what a button does."""
