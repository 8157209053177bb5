/** The backend {@code jvm}. Nothing of it is exported. */
package io.graft.backend.jvm;
