# Aliases of the scripts in bin.
.PHONY: setup build check
setup build check:
	bin/$@
