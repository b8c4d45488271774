"""Keys of the people who work here: their vaults, their institution's keys, who stands in for whom."""
