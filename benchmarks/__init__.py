"""What is measured: `python -m benchmarks` prints one table, beside what each figure is compared to."""
