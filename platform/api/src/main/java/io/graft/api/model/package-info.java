/** The parts of a network and of its training: layers, losses, optimizers, schedules, metrics. */
@Export
@Version("0.1.0")
package io.graft.api.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
