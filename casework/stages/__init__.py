"""What happens to a case in each stage, one transaction each; and what follows from each decision."""
