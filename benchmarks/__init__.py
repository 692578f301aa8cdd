"""What things cost, printed as ratios within one run: ``make bench``. No timed test stands here or anywhere else."""
