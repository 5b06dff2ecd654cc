"""How a command ends the program before it is done: with an exit status, and a sentence why."""

EXIT_FAILED, EXIT_NOT_UNDERSTOOD = 1, 2
"""Exit statuses: what was asked for could not be done; what was typed is no command."""


class Stop(Exception):
    """Ends the program with an exit status, after ``sentence`` has been written to standard error."""

    def __init__(self, status: int, sentence: str = "") -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
