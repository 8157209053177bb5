/** What stands on the components of a settings record: defaults, bounds, units and meanings. */
@Export
@Version("0.1.0")
package io.graft.api.settings;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
