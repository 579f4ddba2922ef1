"""Files and photographs, kept byte-exact under their hash."""
