"""The screens behind the buttons of a page, in place of Wagtail's where those tell or do too much."""
