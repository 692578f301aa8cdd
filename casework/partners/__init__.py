"""The office's neighbours: SIMKIM, the State's billing, the guarantor's app and the post."""
