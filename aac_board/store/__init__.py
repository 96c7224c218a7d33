"""The memory: settings, boards and drafts on disk. No Qt."""
