"""The screens of organisations: where work begins, who may read a page, who owns it."""
