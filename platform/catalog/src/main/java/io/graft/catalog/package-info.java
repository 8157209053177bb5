/** Which components exist, which one a name means, why one is missing. */
@Export
@Version("0.1.0")
package io.graft.catalog;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
