"""The content of data/: its models, the library that reads it, its checks, and the bundle a model carries."""
