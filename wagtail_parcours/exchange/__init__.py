"""What comes in and goes out in files: one module per format, and one way in for each of them.

A file is bounded before it is parsed, planned before anything is written, and applied whole.
"""
