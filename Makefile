# Every command there is. `make run` and `make test` need nothing but Python 3.11 or newer.
