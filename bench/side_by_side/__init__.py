"""The side-by-side benchmark of envsnap and its rivals."""
