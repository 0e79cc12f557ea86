"""What happens by time: planners of timers and renderers of planned messages."""
