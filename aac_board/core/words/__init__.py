"""The message being written and the words offered for it."""
