
# shellcheck shell=sh
# `bin/NAME upgrade VERSION` installs releases/VERSION/NAME.tar.gz, `bin/NAME downgrade VERSION` goes back to VERSION.
case $RELEASE_COMMAND in
    upgrade | downgrade)
        [ -n "$2" ] || { echo "ERROR: $RELEASE_COMMAND expects a version as argument" >&2; exit 64; }
        unset RELEASE_VSN
        [ "$RELEASE_COMMAND" = downgrade ] && exec "$RELEASE_ROOT/bin/relup-install" --rollback "$RELEASE_ROOT" "$2"
        exec "$RELEASE_ROOT/bin/relup-install" "$RELEASE_ROOT" "$RELEASE_ROOT/releases/$2/$RELEASE_NAME.tar.gz"
        ;;
esac
