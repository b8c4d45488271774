"""The desk: what reviewers do with a case, along the workflow."""
