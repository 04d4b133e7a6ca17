"""Where conversations are kept: wrappers of Rasa's stores."""
