"""Which objects and pages posts link to, and who asks for that."""
