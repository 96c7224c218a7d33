"""The measure: evaluation, training, scripts of presses. No Qt."""
