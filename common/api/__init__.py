"""What every door for programs shares: how it refuses, and how it describes itself."""
