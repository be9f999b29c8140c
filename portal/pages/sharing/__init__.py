"""What other sites are told of the portal's pages: titles and pictures for messengers, data for search engines, the sitemap.

`audience` says which pages are for everybody and which of them search engines may keep. What it does not name is told to nobody.
"""
