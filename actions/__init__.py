"""Custom actions, one module an action. Nothing is imported here: Rasa finds the modules itself."""
