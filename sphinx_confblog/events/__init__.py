"""What search engines and calendars are told of events."""
