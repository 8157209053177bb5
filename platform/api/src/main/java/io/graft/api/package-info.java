/** The component model: what a plug-in offers and how the platform asks for it. */
@Export
@Version("0.1.0")
package io.graft.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
