#!/bin/sh
# Writ's launcher in a release: finds a Java that is new enough, and starts Writ with it.
#
# JAVA_HOME        the Java to use, where it is new enough
# WRIT_JAVA_OPTS   more options for the Java virtual machine
# XDG_CACHE_HOME   where the classes that a start needs are kept, read and checked (default: ~/.cache)
set -eu

MIN_JAVA=25
VERSION=@VERSION@

# The folder above this script's, also when it was called through a link.
path=$0
while [ -h "$path" ]; do
  link=$(readlink "$path")
  case $link in
    /*) path=$link ;;
    *) path=$(dirname "$path")/$link ;;
  esac
done
home=$(cd "$(dirname "$path")/.." && pwd -P)

# Prints the feature release (25) of the Java in folder $1, or nothing.
java_release() {
  [ -x "$1/bin/java" ] || return 0
  line=
  if [ -r "$1/release" ]; then
    line=$(grep '^JAVA_VERSION=' "$1/release" || true)
  fi
  [ -n "$line" ] || line=$("$1/bin/java" -version 2>&1 | grep ' version "' || true)
  line=${line#*\"}
  printf '%s' "${line%%[!0-9]*}"
}

# Of a link to a Java, the Java itself.
on_path=$(readlink -f "$(command -v java || true)" 2>/dev/null || true)

java=
for candidate in "${JAVA_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/* /opt/* "${HOME:-/}"/.sdkman/candidates/java/* \
  "${HOME:-/}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  [ -n "$candidate" ] || continue
  release=$(java_release "$candidate")
  if [ -n "$release" ] && [ "$release" -ge "$MIN_JAVA" ]; then
    java=$candidate/bin/java
    build=$(cat "$candidate/release" "$home/writ-cli.jar" 2>/dev/null | cksum | tr ' ' -)
    break
  fi
done
if [ -z "$java" ]; then
  printf '%s\n' "Writ needs Java $MIN_JAVA or newer, and found none. Install one, or set JAVA_HOME to its folder." >&2
  exit 2
fi

case ${1:-} in
  # What an idle server holds is mostly its first heap.
  serve) heap='-Xms24m -Xmx768m' ;;
  # Over before the optimizing compiler would have paid for itself.
  demo) heap='-Xms24m -Xmx768m -XX:TieredStopAtLevel=1' ;;
  *) heap='-Xmx512m -XX:TieredStopAtLevel=1' ;;
esac

run() {
  # shellcheck disable=SC2086 # lists of options
  "$java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED "-Xlog:aot*=off" "-Xlog:cds*=off" $heap \
    "-Djava.util.logging.config.file=$home/lib/logging.properties" "-Dwrit.launcher=$home/bin/writ" \
    ${WRIT_JAVA_OPTS:-} "$@"
}

# Keeps the classes that a request needs, for every later start with this Java. Writ works without.
caches=${XDG_CACHE_HOME:-${HOME:-/}/.cache}/writ
kept=$caches/start-$VERSION-$build.aot
if [ ! -s "$kept" ] && mkdir -p "$caches" 2>/dev/null; then
  if training=$(mktemp -d "$caches/training-XXXXXX" 2>/dev/null); then
    printf '%s\n' 'First use: keeping what later starts need, some seconds…' >&2
    mkdir "$training/workspace"
    run "-XX:AOTCacheOutput=$training/kept" -cp "$home/writ-cli.jar" dev.writ.cli.Main \
      run 'describe this workspace' --workspace "$training/workspace" --data "$training/data" --no-input \
      >/dev/null 2>&1 || true
    # Whoever was faster has made the same.
    [ ! -s "$training/kept" ] || mv "$training/kept" "$kept"
    rm -rf "$training"
  fi
fi
if [ -s "$kept" ]; then
  heap="$heap -XX:AOTCache=$kept"
fi

# shellcheck disable=SC2086 # lists of options
exec "$java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED "-Xlog:aot*=off" "-Xlog:cds*=off" $heap \
  "-Djava.util.logging.config.file=$home/lib/logging.properties" "-Dwrit.launcher=$home/bin/writ" \
  ${WRIT_JAVA_OPTS:-} -cp "$home/writ-cli.jar" dev.writ.cli.Main "$@"
