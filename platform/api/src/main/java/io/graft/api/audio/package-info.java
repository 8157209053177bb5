/** Sound on its way to numbers. */
@Export
@Version("0.1.0")
package io.graft.api.audio;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
