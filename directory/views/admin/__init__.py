"""The screens of the directory's editors and vetters, in the admin."""
