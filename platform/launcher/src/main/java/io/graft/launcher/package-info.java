/** Starts the framework with the bundles of the distribution; on the class path, exported to nobody. */
package io.graft.launcher;
