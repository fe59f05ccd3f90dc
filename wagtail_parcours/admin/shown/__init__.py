"""Where a persona, a channel, a target group … is shown: a column of lists, and a page."""
