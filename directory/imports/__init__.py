"""How a spreadsheet of organisations becomes entries: read, understood without guessing, reported, then written."""
