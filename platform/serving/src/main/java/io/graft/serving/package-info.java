/** Inference over HTTP. */
@Export
@Version("0.1.0")
package io.graft.serving;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
