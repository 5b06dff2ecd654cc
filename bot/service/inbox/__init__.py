"""The editors' inbox: suggested articles, changed pages of watched sources, and what readers report."""
