"""Official ↔ monitor: what two figures, two rates or two series say about each other."""
