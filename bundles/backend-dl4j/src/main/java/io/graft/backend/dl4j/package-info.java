/** The adapter between the neutral graph and ND4J's native kernels. Nothing of it is exported. */
package io.graft.backend.dl4j;
