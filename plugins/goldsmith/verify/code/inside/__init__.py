"""What runs inside the sandbox: sent there as text, on a bare Python with nothing but the standard library."""
