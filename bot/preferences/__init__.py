"""What a server, workspace or channel prefers, and the commands that show and change it."""
