"""What builds and `confblog check` say of posts, terms and templates."""
