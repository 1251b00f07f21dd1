"""Run: takes many documents through all steps and commits the result; see `driver.run`.

Nothing is imported here: the processes that work on documents need neither Arrow nor DuckDB, and start without them.
"""
