"""Learning the weights that ship from annotated documents."""
