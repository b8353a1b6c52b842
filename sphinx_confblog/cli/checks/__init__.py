"""What `confblog check` reads beyond front matter: the text of pages, and references."""
