"""Writing templates: the lint that knows scoring."""
