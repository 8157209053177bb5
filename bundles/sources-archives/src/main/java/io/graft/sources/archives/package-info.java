/** Labelled files in folders and archives. */
package io.graft.sources.archives;
