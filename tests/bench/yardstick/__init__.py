"""What the site's search is measured against: Wagtail's own search in the same database, on the same documents."""
