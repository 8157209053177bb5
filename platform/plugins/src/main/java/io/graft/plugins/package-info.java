/** Plug-in bundles: installed, verified, updated, rolled back, removed, diagnosed. */
@Export
@Version("0.1.0")
package io.graft.plugins;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
