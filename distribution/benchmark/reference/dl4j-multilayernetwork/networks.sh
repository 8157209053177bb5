#!/bin/sh
# One of the six networks of engines.sh in DL4J's own API: networks.sh measure|train EXCHANGE-FOLDER THREADS SECONDS. Prints one JSON document.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jar=$here/target/dl4j-multilayernetwork.jar
[ -f "$jar" ] && [ -z "$(find "$here/pom.xml" "$here/src" -type f -newer "$jar")" ] || mvn -q -B -f "$here/pom.xml" package >&2
export OMP_NUM_THREADS="$3" OPENBLAS_NUM_THREADS="$3"
# the engine prints on standard output as it starts: the program keeps that stream for its answer
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx2g -Dorg.bytedeco.javacpp.maxbytes=4g -cp "$jar" io.graft.reference.Networks "$@"
