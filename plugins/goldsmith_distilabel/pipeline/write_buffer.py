"""One schema for all rows of a step."""

from distilabel.pipeline.write_buffer import _WriteBuffer

__all__ = ["OneSchemaWriteBuffer"]


class OneSchemaWriteBuffer(_WriteBuffer):
    """Distilabel's write buffer, which writes a file every 50 rows, each with a schema inferred from those rows alone.

    A column that is None in the first file and a string in the second then cannot be read back, and a column that the
    first row of a file lacks is lost. Here the rows of a step are kept until the end and written together, every row
    with every column.
    """

    def is_full(self, step_name: str) -> bool:  # noqa: ARG002 - the host's signature
        return False

    def _write(self, step_name: str) -> None:
        rows = self._buffers[step_name]
        columns = dict.fromkeys(key for row in rows for key in row)
        self._buffers[step_name] = [columns | row for row in rows]
        super()._write(step_name)
