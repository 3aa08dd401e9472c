"""The creators' own app, in the clothes of whichever app the host name belongs to."""
