"""What a clerk registers for somebody else: who may, the receipt on paper, and what the clerk still sees of it."""
