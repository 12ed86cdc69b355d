"""What people see of a run: progress, its report, a preview of its rows."""

from goldsmith_distilabel.pipeline.reporting.preview_table import preview_table
from goldsmith_distilabel.pipeline.reporting.progress import PipelineProgress
from goldsmith_distilabel.pipeline.reporting.run_counts import BatchOutcome, RunCounts
from goldsmith_distilabel.pipeline.reporting.run_report import RunReport

__all__ = ["BatchOutcome", "PipelineProgress", "RunCounts", "RunReport", "preview_table"]
