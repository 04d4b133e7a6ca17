"""What editors do to the content: write, check by meaning, compare, publish; plain functions, no face."""
