/** The most that the web server can do. */
package io.graft.benchmark.servlet;
