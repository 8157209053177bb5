/** What computes: backends compile a program to sessions. */
@Export
@Version("0.1.0")
package io.graft.api.backend;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
