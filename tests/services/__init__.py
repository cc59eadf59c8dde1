"""What the tests need beside Python: databases and a browser, found, installed and started here."""
