"""Event data for search engines and calendars."""
