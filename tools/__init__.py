"""What the checkout needs to build, check and describe itself; not part of an installation."""
