/** Cleaners of texts. */
package io.graft.text.cleaning;
