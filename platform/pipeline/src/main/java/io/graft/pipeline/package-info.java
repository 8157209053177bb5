/** Pipelines assembled from descriptors and models. */
@Export
@Version("0.1.0")
package io.graft.pipeline;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
