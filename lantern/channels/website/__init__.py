"""The website channel: JSON over HTTP for the widget, with anonymous sessions."""
