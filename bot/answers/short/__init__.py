"""Short answers: what carries an answer, on one screen of a phone; the rest is counted and a press away."""
