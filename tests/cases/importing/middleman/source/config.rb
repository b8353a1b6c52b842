# The site of an invented bakery.
Time.zone = "Europe/Paris"

activate :blog do |blog|
  blog.prefix = "news"
  blog.sources = "{year}-{month}-{day}-{title}.html"
  blog.permalink = "{year}/{month}/{title}.html"
  blog.summary_separator = /(READMORE)/
end
