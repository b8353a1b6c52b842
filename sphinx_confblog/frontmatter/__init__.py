"""Front matter: what the head of a file says, as typed and checked values."""
