"""`facevalue bench …` and `facevalue replay …`: anyone can measure their own machine, with real data or made-up."""
