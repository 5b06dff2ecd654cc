"""What we say: questions become answers, which hold meanings and proven quotations, never a layout."""
