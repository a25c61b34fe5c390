# relup.mk: makes upgrade tarballs of release tarballs. To be included in a Makefile that names
#
#   RELUP_NAME      the release, whose tarballs are NAME-VERSION.tar.gz
#   RELUP_BASES     the versions that run somewhere
#   RELUP_TARGETS   the versions to upgrade them to
#                   (or commits, days…, if all have one version, with --auto-version among RELUP_OPTIONS)
#
# and, if need be,
#
#   RELUP_RELEASES  the folder of the tarballs (.)
#   RELUP_UPGRADES  the folder of the upgrades (.)
#   RELUP_OPTIONS   options of relup-upgrade, such as --modification FILE
#   RELUP_INPUTS    files that these options name: the upgrades are made again when one of them changes
#   RELUP_UPGRADE   the command (relup-upgrade)
#   RELUP_REHEARSE  the command (relup-rehearse), with options such as --probe
#
# Targets:
#   upgrades                       NAME-BASE-TARGET.upgrade.tar.gz for every base and every other target
#   NAME-TARGET.upgrade.tar.gz     one for all bases
#   rehearsals                     tries each of `upgrades` on a node of its own: NAME-BASE-TARGET.upgrade.tar.gz.rehearsal
#   NAME-….html                    a page that shows an upgrade
#   list-upgrades                  the files of `upgrades`, a line each
#
# Only what is older than its releases is made. An upgrade is complete or not there, so -j is safe; with -k an upgrade
# that needs a restart does not keep the others from being made.

RELUP_RELEASES ?= .
RELUP_UPGRADES ?= .
RELUP_UPGRADE ?= relup-upgrade
RELUP_REHEARSE ?= relup-rehearse

relup-release = $(RELUP_RELEASES)/$(RELUP_NAME)-$(1).tar.gz
relup-upgrade = $(RELUP_UPGRADES)/$(RELUP_NAME)-$(1).upgrade.tar.gz
relup-others = $(filter-out $(1),$(RELUP_BASES))

# $(call relup-rule,NAME,BASES,TARGET): one upgrade and what it is made of.
define relup-rule
$(call relup-upgrade,$(1)): $(foreach version,$(2) $(3),$(call relup-release,$(version))) $(RELUP_INPUTS)
	@mkdir -p $$(@D) && rm -f $$@
	$$(RELUP_UPGRADE) $$(RELUP_OPTIONS) -o $$@ $(foreach version,$(2) $(3),$(call relup-release,$(version)))
endef

relup-pairs = $(foreach target,$(RELUP_TARGETS),$(foreach base,$(call relup-others,$(target)),$(base)-$(target)))

.PHONY: upgrades list-upgrades rehearsals
upgrades: $(foreach pair,$(relup-pairs),$(call relup-upgrade,$(pair)))
list-upgrades:
	@printf '%s\n' $(foreach pair,$(relup-pairs),$(call relup-upgrade,$(pair)))

# $(call relup-rehearsal,BASE,TARGET)
define relup-rehearsal
$(call relup-upgrade,$(1)-$(2)).rehearsal: $(call relup-release,$(1)) $(call relup-upgrade,$(1)-$(2))
	$$(RELUP_REHEARSE) -o $$@ $$^
rehearsals: $(call relup-upgrade,$(1)-$(2)).rehearsal
endef

$(foreach target,$(RELUP_TARGETS),\
  $(foreach base,$(call relup-others,$(target)),$(eval $(call relup-rule,$(base)-$(target),$(base),$(target)))\
    $(eval $(call relup-rehearsal,$(base),$(target))))\
  $(eval $(call relup-rule,$(target),$(call relup-others,$(target)),$(target))))

%.html: %.upgrade.tar.gz
	relup-show --html $< >$@.part
	mv $@.part $@
