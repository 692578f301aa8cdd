"""The front door: the command line, the house with everything in it, the case sheet, the rehearsal."""
