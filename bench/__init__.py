"""Every number that README states, measured: `python -m bench NAME`."""
