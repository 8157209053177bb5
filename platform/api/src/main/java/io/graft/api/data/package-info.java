/** What flows: sources, samples, batches. */
@Export
@Version("0.1.0")
package io.graft.api.data;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
