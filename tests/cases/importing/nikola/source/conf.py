BLOG_TITLE = "Tea"
SITE_URL = "https://tea.example.org/"
TIMEZONE = "Asia/Tokyo"
POSTS = (
    ("posts/*.rst", "posts", "post.tmpl"),
    ("posts/*.md", "posts", "post.tmpl"),
)
PRETTY_URLS = True
