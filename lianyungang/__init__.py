"""The wiring: settings, addresses, the database beside the checkout, the demo."""
