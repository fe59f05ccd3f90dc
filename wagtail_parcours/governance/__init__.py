"""Sign-off: what a signature stands for, what the policy wants, and the gate that keeps it."""
