"""Words become claims: what a text says about a toll, and only what it says."""
