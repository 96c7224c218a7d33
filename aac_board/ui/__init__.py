"""The face: all widgets."""
