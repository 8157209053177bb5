/** How requests are read, joined, answered and measured. */
package io.graft.serving.http;
