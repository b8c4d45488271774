"""The queue as a daily tool: finding cases, keeping searches, tags, doing one thing to many, export."""
