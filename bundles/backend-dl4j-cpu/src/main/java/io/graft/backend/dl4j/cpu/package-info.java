/** The backend {@code dl4j-cpu}. Nothing of it is exported. */
package io.graft.backend.dl4j.cpu;
