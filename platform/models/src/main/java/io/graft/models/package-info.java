/** The model file format ({@code .graft}) and the model store. */
@Export
@Version("0.1.0")
package io.graft.models;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
