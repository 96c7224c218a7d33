"""Tiny child programs that may hang or die without taking the program along. They import no room of ours."""
