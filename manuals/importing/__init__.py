"""How a manual comes in from a folder or an archive of Markdown files."""
