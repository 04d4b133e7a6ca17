"""Fakes of the platforms' APIs: each refuses what the real one refuses, and shows what people would see."""
