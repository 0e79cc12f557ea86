"""Pure rules: values in, values out; no Slack, no database, no clock."""
