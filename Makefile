# Aliases of the scripts in dev; install puts all below DESTDIR and PREFIX, and uninstall takes it away again.
PREFIX ?= /usr/local

.PHONY: setup build check lint docs bench sanitize install uninstall deb dist
setup build check lint docs bench sanitize:
	dev/$@

install: build
	dev/install-files '$(DESTDIR)' '$(PREFIX)'

uninstall:
	dev/install-files --remove '$(DESTDIR)' '$(PREFIX)'

deb dist: build
	dev/$@
