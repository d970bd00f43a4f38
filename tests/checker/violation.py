"""What was found to be otherwise than it must be."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Violation:
    invariant: str  # its name in the design, I1 to I15; or crash
    what: str       # a reference, an address, an account, a file
    sentence: str

    def __str__(self):
        return f"{self.invariant} {self.what}: {self.sentence}"
