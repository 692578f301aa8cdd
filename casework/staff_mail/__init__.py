"""Mail to the office's own roles: reminders of what waits, and each morning's digest with forms for an outage."""
