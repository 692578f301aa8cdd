"""What stands above a form: what is to be decided, what was found, and what would follow from each answer."""
