"""What people fill in: a proposal by a member, and the editor's and vetter's screens."""
