"""Wing of the office: what the municipality writes, signs and keeps."""
