"""Coded evidence, theme summaries and verbatim quotes from Polish interviews and workshop notes."""
