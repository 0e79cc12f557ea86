"""Use cases, one transaction each; called by handlers, jobs and the command line alike."""
