"""The life of a periodic report: schedule, narratives, comments, approval, publication, correction."""
