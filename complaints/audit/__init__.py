"""What the auditor reads: who opened what, never what stood in it, and whether the record holds."""
