/** Runs: steps, progress, checkpoints, resume, evaluation. */
@Export
@Version("0.1.0")
package io.graft.training;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
