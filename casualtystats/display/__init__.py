"""How numbers are drawn and written for people."""
