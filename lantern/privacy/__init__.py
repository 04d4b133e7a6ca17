"""Personal data: masked before anything is stored. No Rasa, no network, no store."""
