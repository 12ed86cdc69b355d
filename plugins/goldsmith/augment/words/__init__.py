"""Words and letters changed where they stand."""
