"""What Lantern costs and how well it does: one measure a file, figures in results.md."""
