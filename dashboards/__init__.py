"""What a person opens: the live dashboard, the static report and the evidence pictures."""
