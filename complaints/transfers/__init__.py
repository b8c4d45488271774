"""Cases that go from one state's institution to another's: within this installation, or as a signed package."""
