"""The glossary in the admin: its terms, where maps use them, and the words to avoid."""
