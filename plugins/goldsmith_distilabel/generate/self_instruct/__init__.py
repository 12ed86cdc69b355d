"""What the step SelfInstructLoop is made of."""

__all__: list[str] = []
