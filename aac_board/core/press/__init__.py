"""From switch events and pointer moves to intents: what the person meant."""
