"""A save from an outdated editor: both versions are shown, and nothing is lost.

Wagtail warns an editor while somebody else saves, but the save itself is last-write-wins. Here it
is answered with a page that shows what each side changed, and waits for a decision.
"""
