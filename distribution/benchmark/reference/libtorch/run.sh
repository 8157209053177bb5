#!/bin/sh
# One of the six networks of engines.sh on libtorch: run.sh measure|train EXCHANGE-FOLDER THREADS SECONDS. Prints one JSON document.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jar=$here/target/libtorch.jar
[ -f "$jar" ] || mvn -q -B -f "$here/pom.xml" package >&2
export OMP_NUM_THREADS="${3:-1}"
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar "$jar" "$@"
