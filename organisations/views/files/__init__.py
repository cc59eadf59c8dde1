"""The screens on which an organisation looks after its pictures and documents."""
