"""Changes to settings, roles and states: proposed, previewed, countersigned, recorded, told to the public."""
