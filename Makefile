# Aliases of the scripts in bin; install puts all below DESTDIR and PREFIX, and uninstall takes it away again.
PREFIX ?= /usr/local

.PHONY: setup build check install uninstall deb
setup build check:
	bin/$@

install: build
	bin/install-files '$(DESTDIR)' '$(PREFIX)'

uninstall:
	bin/install-files --remove '$(DESTDIR)' '$(PREFIX)'

deb: build
	bin/deb
