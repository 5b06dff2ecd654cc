"""Understanding free questions about a case, and finding the words of its sources that answer them."""
