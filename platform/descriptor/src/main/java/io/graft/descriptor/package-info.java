/** Reads, checks, binds and fills descriptors: the files that name a pipeline's components and settings. */
@Export
@Version("0.1.0")
package io.graft.descriptor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
