// Owns the tests of zones.
