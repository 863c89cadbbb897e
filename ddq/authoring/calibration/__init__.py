"""What a questionnaire makes of vendors as one might meet them."""
