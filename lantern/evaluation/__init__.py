"""Put questions with known answers to the real bot, and say how it did."""
