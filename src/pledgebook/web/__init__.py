"""The public face of a book: pages for readers, the desk of reviewers, the programmer's interface.

app        the application: routers, headers, errors; `site` makes it
serving    the server that runs it: one address, logs, a quiet end
books      the one place where a book is opened for the web, and how it is known that it changed
caching    what is kept until the book changes
shown      templates, and how values are put in words
pages/     what readers see
charts/    charts as values (Vega-Lite), each with the table of its numbers
static     the same pages as files for any web host
"""
