#!/bin/sh
# Trains the reference classifier with DL4J's MultiLayerNetwork: run.sh EXCHANGE-FOLDER [THREADS, default 1]. Prints one JSON document.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jar=$here/target/dl4j-multilayernetwork.jar
[ -f "$jar" ] || mvn -q -B -f "$here/pom.xml" package >&2
export OMP_NUM_THREADS="${2:-1}" OPENBLAS_NUM_THREADS="${2:-1}"
# the engine prints on standard output as it starts: the program keeps that stream for its answer
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx2g -Dorg.bytedeco.javacpp.maxbytes=4g -jar "$jar" "$1"
