/** The admin REST. */
package io.graft.console;
