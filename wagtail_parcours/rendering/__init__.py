"""What templates need: the neutral form of a journey, turned into rows, shapes and sentences."""
