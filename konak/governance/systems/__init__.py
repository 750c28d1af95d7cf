"""What runs in the house, who answers for it, what it stands on; and shared mailboxes, lists and folders."""
