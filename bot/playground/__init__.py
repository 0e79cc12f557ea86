"""A local Slack in a browser: the same strict double that the journeys use."""
