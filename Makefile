# Aliases of the scripts in bin; install puts all below DESTDIR and PREFIX.
PREFIX ?= /usr/local

.PHONY: setup build check install
setup build check:
	bin/$@

tools = diff appup make modify check pack unpack show runtime
scripts = $(wildcard bin/relup-*)
install: build
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/lib/relup/runtime'
	install $(tools:%=.build/release/relup-%) $(scripts) '$(DESTDIR)$(PREFIX)/bin'
	install -d '$(DESTDIR)$(PREFIX)/lib/relup/edeliver'
	install -m 644 configs/edeliver/* '$(DESTDIR)$(PREFIX)/lib/relup/edeliver'
	.build/release/relup-runtime build -o '$(DESTDIR)$(PREFIX)/lib/relup/runtime'
