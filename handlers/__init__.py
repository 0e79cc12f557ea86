"""What people do in Slack: acknowledge, parse, one service call, show the result."""
