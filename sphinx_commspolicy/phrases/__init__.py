"""The sentences the product itself says, in every language it has a catalogue for."""
