/** The steps a text takes on its way to numbers. */
@Export
@Version("0.1.0")
package io.graft.api.text;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
