/** Living pipelines: served from one generation each, swapped, drained and retired. */
@Export
@Version("0.1.0")
package io.graft.pipeline.live;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
