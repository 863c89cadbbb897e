"""What is told: view model, charts, templates, PDF."""
