/** Images on their way to numbers. */
@Export
@Version("0.1.0")
package io.graft.api.image;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
