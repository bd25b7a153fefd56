"""From claims to tolls: what words mean in numbers, and how reports err."""
