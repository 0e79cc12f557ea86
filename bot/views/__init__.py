"""Results become Block Kit here; no reading or writing of anything."""
