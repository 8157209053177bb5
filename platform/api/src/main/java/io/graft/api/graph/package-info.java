/** The neutral graph: operators with ONNX names and semantics, shapes checked as it is built. */
@Export
@Version("0.1.0")
package io.graft.api.graph;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
