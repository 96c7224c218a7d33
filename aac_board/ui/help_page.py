"""The help page: what the person does, what the keys are, what a caregiver can do."""

from __future__ import annotations

from aac_board.core.settings import Settings, shown


def help_page(switch_names: str, settings: Settings) -> str:
    """Return the page as Markdown, with the settings that are in force."""
    scan = shown("scan.step_ms", settings.scan.step_ms)
    hold = settings.switch.long_hold_ms
    call = (
        f"Hold the switch for {shown('switch.long_hold_ms', hold)}, at any time, or pick **Attention**."
        if hold
        else "Pick **Attention**."
    )
    return f"""# How it works

**Your switch** is {switch_names}. The first press starts the light. When the row you want is lit, press; when
the cell you want is lit, press again. A row or cell stays lit for {scan}. A mouse or a finger can pick any cell
directly.

**To call somebody:** {call} Any press ends the signal.

**Words:** the blue row on top offers whole words; one pick writes the word and its space. **Undo** takes back the
last step, whatever it was. After **Speak**, the next letter starts a new message.

**Numbers, signs, phrases** have cells of their own. **More** has the scan time, the voice, the order of the
letters and the colours.

**For the caregiver:** F2 chooses another key as the switch. F11 fills the screen or leaves it. Ctrl+Q closes
AAC Board; the message is kept and is there again next time. Nothing that is written here leaves this computer.

*Press the switch or click to go back.*
"""
