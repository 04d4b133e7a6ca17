"""What people asked and what they got, read from the conversations: record, groups, report."""
