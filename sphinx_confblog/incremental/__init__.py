"""What is read, written or removed again in a later build."""
