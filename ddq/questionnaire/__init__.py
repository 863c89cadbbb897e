"""What is asked: the questionnaire model, its loader, its expressions and the lint that needs no scoring."""
