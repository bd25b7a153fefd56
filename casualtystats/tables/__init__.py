"""Columns in, columns out: the verbs of the package on tables."""
