"""One questionnaire from many files: modules included, a base extended, every part knowing the line it came from."""
