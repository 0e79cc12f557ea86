"""Each message once, at a pace that Slack and people can bear."""
