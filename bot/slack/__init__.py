"""The edge to Slack: the only package that knows the Slack SDK."""
