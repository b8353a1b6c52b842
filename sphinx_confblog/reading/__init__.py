"""What happens while documents are read."""
