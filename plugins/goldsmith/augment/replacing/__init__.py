"""Words and entities replaced by near ones, by other languages' and by other rows'."""
