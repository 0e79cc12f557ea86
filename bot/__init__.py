"""Drumbeat: the Slack bot that runs the rituals of a PMO."""
