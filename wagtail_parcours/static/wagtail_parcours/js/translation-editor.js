/**
 * Links from the list of what is behind the source to the text in wagtail-localize's editor.
 */
