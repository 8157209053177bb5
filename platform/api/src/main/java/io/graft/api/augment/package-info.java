/** What varies the training data. */
@Export
@Version("0.1.0")
package io.graft.api.augment;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
