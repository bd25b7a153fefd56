"""How many reports of one incident become one toll."""
