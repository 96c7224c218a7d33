"""What a button's action does to the message."""

from __future__ import annotations

from dataclasses import replace

from aac_board.core.boards import action as do
from aac_board.core.words.message import Message


def place_to_write(message: Message, after_speaking: str) -> Message:
    """Return the message the next pick adds to: a new one if `message` was spoken and the settings say "new"."""
    return message.cleared() if message.spoken and after_speaking == "new" else message


def written(message: Message, action: do.Action, words: str, after_speaking: str = "new") -> Message:
    """Return `message` after `action` of a button that says `words`; undo then leads back to `message`.

    Actions that have nothing to do with the message return it unchanged.
    """
    match action:
        case do.AddText(text):
            changed = place_to_write(message, after_speaking).add_text(text)
        case do.AddWords():
            changed = place_to_write(message, after_speaking).add_words(words)
        case do.Prediction() if words:
            changed = place_to_write(message, after_speaking).complete(words)
        case do.Space():
            changed = message.add_space()
        case do.Shift():
            changed = message.with_shift()
        case do.Backspace():
            changed = message.backspace()
        case do.DeleteWord():
            changed = message.delete_word()
        case do.Clear():
            changed = message.cleared()
        case do.Undo():
            return message.undone()
        case _:
            return message
    return message if changed is message else replace(changed, before=message)
