"""What the project learns from and measures itself by; run from the checkout, never shipped."""
