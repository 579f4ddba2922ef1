"""The sheet on which an audit is filled: its package of data, its page, its own front end."""
