"""Who somebody is, as far as papers say it: passport, dates, countries, Indonesian identity numbers, telephones."""
