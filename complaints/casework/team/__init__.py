"""What whoever assigns and approves looks after: who holds how much, what waits for them, who must not know."""
