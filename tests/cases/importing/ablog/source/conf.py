extensions = ["myst_parser", "ablog"]
blog_title = "Looms"
blog_path = "news"
blog_authors = {"jo": ("Jo Weber", "https://jo.example.org")}
blog_default_author = "jo"
blog_post_pattern = "news/*.md"
