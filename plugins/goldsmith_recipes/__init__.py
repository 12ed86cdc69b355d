"""Ready-made pipelines and the goldsmith command."""
